"""The names are allauth's, which it looks up itself; the paths are ours."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="account_login"),
    path("sign-in/code/", views.RequestCode.as_view(), name="account_request_login_code"),
    path("sign-in/code/confirm/", views.ConfirmCode.as_view(), name="account_confirm_login_code"),
    path("sign-out/", views.SignOut.as_view(), name="account_logout"),
    path("sign-up/", views.SignUp.as_view(), name="account_signup"),
    path("account/inactive/", views.Inactive.as_view(), name="account_inactive"),
    path("account/again/", views.Reauthenticate.as_view(), name="account_reauthenticate"),
    path("account/password/", views.ChangePassword.as_view(), name="account_change_password"),
    path("account/password/set/", views.SetPassword.as_view(), name="account_set_password"),
    path("account/password/forgotten/", views.PasswordForgotten.as_view(), name="account_reset_password"),
    path("account/phone/", views.ChangePhone.as_view(), name="account_change_phone"),
    path("account/phone/verify/", views.verify_phone, name="account_verify_phone"),
]
