"""What a person chooses to hear."""

from django.urls import path

from notices.views import choices, email

urlpatterns = [
    path("", choices.choices, name="me_notices"),
    path("follow/", choices.follow, name="me_follow"),
    path("follows/<int:pk>/end/", choices.unfollow, name="me_unfollow"),
    path("email/", email.ask, name="me_email"),
    path("email/code/", email.confirm, name="me_email_code"),
    path("email/forget/", email.forget, name="me_email_forget"),
]
