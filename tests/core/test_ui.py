import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template, TemplateSyntaxError
from django.test import RequestFactory

from core.forms import PhotosField, error_title


class Sample(forms.Form):
    place = forms.CharField(label="位置", help_text="几楼", error_messages={"required": "请写明位置"})
    area = forms.ChoiceField(label="哪儿", choices=[("home", "家里"), ("yard", "院里")], widget=forms.RadioSelect)
    phone = forms.CharField(label="电话", required=False, max_length=3)
    photos = PhotosField(label="照片", required=False)


def draw(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize(
    "source",
    [
        '{% tag "好" tint="done" colour="red" %}',
        '{% button "好" onclick="x()" %}',
        '{% card heading="好" %}{% endcard %}',
        '{% cell "好" link="/" %}',
        '{% entry what="好" colour="red" %}{% endentry %}',
        '{% tag "好" %}',
    ],
)
def test_a_prop_that_is_not_declared_is_refused(source):
    with pytest.raises(TemplateSyntaxError):
        draw(source)


@pytest.mark.parametrize(
    "source",
    [
        '{% tag "好" tint="pink" %}',
        '{% tag "" tint="done" %}',
        "{% tag nothing tint='done' %}",
        '{% icon "unicorn" %}',
        '{% button "好" variant="huge" %}',
        '{% button "好" type="link" %}',
        '{% note tone="loud" %}好{% endnote %}',
        '{% note icon="unicorn" %}好{% endnote %}',
        '{% kpi "好" "1" direction="sideways" %}',
        "{% track steps 9 %}",
        '{% entry what="好" now=True future=True %}{% endentry %}',
        "{% avatar nobody %}",
    ],
)
def test_a_value_that_is_not_allowed_is_refused(source):
    with pytest.raises(TemplateSyntaxError):
        draw(source, steps=["一", "二"])


def test_a_tag_says_its_word_beside_the_colour():
    html = draw('{% tag "已办结" tint="done" icon="check-circle" %}')

    assert html.startswith('<strong class="tag t-done"><svg ')
    assert html.endswith("</svg>已办结</strong>")


def test_a_button_with_an_address_is_a_link():
    assert draw('{% button "119" href="tel:119" block=True %}') == '<a class="btn block" href="tel:119">119</a>'


def test_what_people_typed_is_escaped():
    html = draw("{% fact '描述' %}{{ text }}{% endfact %}{% button text %}", text="<script>")

    assert html.count("&lt;script&gt;") == 2
    assert "<script>" not in html


def test_markup_inside_a_block_stays_markup():
    assert draw("{% empty title='无' %} <b>好</b> {% endempty %}").count("<b>好</b>") == 1


def test_an_icon_is_hidden_unless_it_has_a_label():
    assert 'aria-hidden="true"' in draw('{% icon "phone" %}')
    assert 'aria-label="电话"' in draw('{% icon "text-size" label="电话" %}')


def test_a_badge_of_nothing_is_nothing():
    assert draw("{% badge 0 '件' %}") == ""


def test_the_track_marks_where_it_stands():
    html = draw("{% track steps 2 %}", steps=["提交", "处理", "办结"])

    assert html == (
        '<ol class="track"><li class="on">提交</li><li class="on" aria-current="step">处理</li><li>办结</li></ol>\n'
    )


def test_a_field_with_an_error_tells_hint_and_error_to_a_screen_reader():
    html = Sample({"area": "home"})["place"].as_field_group()

    assert '<div class="fld err"><label for="id_place">' in html
    assert 'aria-describedby="id_place_helptext id_place_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<div id="id_place_error"><p class="emsg">' in html
    assert '<span class="vh">错误：</span>请写明位置' in html


def test_optional_is_marked_and_required_is_not():
    form = Sample()

    assert "选填" in form["phone"].as_field_group()
    assert "选填" not in form["place"].as_field_group()


def test_choices_are_whole_rows():
    html = Sample()["area"].as_field_group()

    assert html.count('<label class="opt1" for="id_area_') == 2
    assert "<legend>哪儿" in html


def test_the_error_summary_counts_what_is_missing_and_leads_there():
    html = draw("{% error_summary form %}", form=Sample({}))

    assert "还差2处没填好" in html
    assert '<a href="#id_place">请写明位置</a>' in html
    assert '<a href="#id_area_0">' in html


def test_the_error_summary_says_to_mend_when_something_is_wrong_rather_than_missing():
    assert "有1处要改" in draw(
        "{% error_summary form %}", form=Sample({"place": "三楼", "area": "home", "phone": "12345"})
    )


def test_a_form_without_errors_has_no_summary():
    form = Sample({"place": "三楼", "area": "home"})

    assert draw("{% error_summary form %}", form=form) == ""
    assert error_title(form) == ""


def test_the_title_begins_with_the_word_error():
    assert draw("{% error_prefix %}", form=Sample({})) == "错误："


def test_photos_come_as_a_list():
    files = [SimpleUploadedFile("a.jpg", b"1"), SimpleUploadedFile("b.jpg", b"2")]

    assert PhotosField(required=False).clean(files) == files
    assert PhotosField(required=False).clean([]) == []


def test_turning_pages_keeps_the_rest_of_the_query():
    request = RequestFactory().get("/", {"q": "电梯", "page": "2"})
    context = RequestContext(request, {"page": Paginator(range(50), 20).page(2)})
    html = Template("{% load ui %}{% pagination page %}").render(context)

    assert "?q=%E7%94%B5%E6%A2%AF&amp;page=3" in html
    assert "第2页，共3页" in html
