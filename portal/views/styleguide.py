"""/styleguide/: every component with its variants, for those who make pages and for the tests that look at them."""

from datetime import timedelta
from types import SimpleNamespace

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core.forms import PhotosField
from core.icons import ICONS
from core.shell import mark
from core.templatetags.ui import TINTS, TONES
from portal import navigation
from portal.context import Shell
from portal.views.styleguide_charts import charts

STATION = SimpleNamespace(name="警安公寓红旗驿站")
PHOTOS = [
    {"src": "/static/img/sample-before.svg", "alt": "处理前：接口滴水", "caption": "处理前", "href": "#photo-1"},
    {"src": "/static/img/sample-after.svg", "alt": "处理后：接口已更换", "caption": "处理后"},
]
TAGS = [
    ("待受理", "new", "clock"),
    ("已派单", "sent", "send"),
    ("处理中", "doing", "tool"),
    ("待您评价", "ask", "star"),
    ("已办结", "done", "check-circle"),
    ("挂起", "shut", "pause"),
    ("已上报", "sent", "escalate"),
    ("不予受理", "shut", "refuse"),
    ("已撤回", "shut", "undo"),
    ("已并案", "shut", "merge"),
    ("超期2天", "late", "alert"),
    ("紧急", "urgent", "urgent"),
    ("本月好人", "gold", "sparkles"),
]


AREAS = [("home", "我家里"), ("block", "楼道、电梯等公共部位"), ("yard", "小区院内")]
BUILDINGS = [("", "请选择"), ("3", "3号楼"), ("4", "4号楼")]
KINDS = [("noise", "异响"), ("smell", "有气味")]
# The zero-width space is where a narrow tile may break the word.
SCORES = [
    ("5", "非常\u200b满意"),
    ("4", "满意"),
    ("3", "基本\u200b满意"),
    ("2", "不满意"),
    ("1", "非常\u200b不满意"),
]
PHONE = {"class": "short num", "inputmode": "tel", "autocomplete": "tel"}
WAITING = [  # title, waited, left, late
    ("2单元厨房立管渗水，滴到楼下", "3小时12分", "剩48分", True),
    ("3号楼2单元402暖气不热", "2小时40分", "剩1小时20分", False),
    ("同一单元302也不热，老人怕冷", "2小时31分", "剩1小时29分", False),
    ("晚上10点后广场舞音响声音大", "1小时55分", "剩6小时", False),
    ("电动车飞线充电，从4楼窗户拉线", "1小时20分", "剩40分", True),
    ("独居老人想请人帮忙换灯泡、量血压", "58分", "剩7小时", False),
]


class SampleForm(forms.Form):
    description = forms.CharField(
        label="出了什么事", widget=forms.Textarea(attrs={"rows": 4}), help_text="一句话就行。"
    )
    area = forms.ChoiceField(label="在什么地方", choices=AREAS, widget=forms.RadioSelect)
    place = forms.CharField(
        label="具体位置",
        help_text="请补上楼层或哪一侧。",
        error_messages={"required": "请写明具体位置，例如“3楼楼梯口”"},
    )
    building = forms.ChoiceField(label="楼栋", choices=BUILDINGS, required=False)
    kinds = forms.MultipleChoiceField(
        label="还有什么", choices=KINDS, widget=forms.CheckboxSelectMultiple, required=False
    )
    phone = forms.CharField(
        label="电话", required=False, help_text="只给办事的人看，方便上门前找您。", widget=forms.TextInput(attrs=PHONE)
    )
    photos = PhotosField(label="照片", required=False)
    public = forms.BooleanField(label="办好以后可以公示（不显示姓名）", required=False)
    score = forms.ChoiceField(
        label="这件事办得怎么样",
        choices=SCORES,
        widget=forms.RadioSelect(attrs={"class": "rate"}),
        help_text="选“不满意”或“非常不满意”，站长1个工作日内回访。",
        required=False,
    )


def styleguide(request: HttpRequest) -> HttpResponse:
    form = SampleForm({"description": "楼道里的暖气管接口滴水，昨天晚上开始的，怕老人滑倒。", "area": "block"})
    mark(request, current="home", badges={"my_requests": 1})
    now = timezone.now()
    context = {
        "station": STATION,
        "form": form,
        "icons": sorted({*ICONS, "text-size"}),
        "tags": TAGS,
        "tints": TINTS,
        "tones": TONES,
        "photos": PHOTOS,
        "steps": ["已提交", "已派单", "处理中", "已办结"],
        "five_steps": ["已提交", "已受理", "已派单", "处理中", "已办结"],
        "times": [now - timedelta(hours=hours) for hours in (0, 2, 26, 40)],
        "page": Paginator(range(95), 20).page(2),
    }
    return render(request, "styleguide/resident.html", context)


def styleguide_desk(request: HttpRequest) -> HttpResponse:
    mark(request, current="triage", badges={"triage": 8})
    rows = [{"title": title, "waited": waited, "left": left, "late": late} for title, waited, left, late in WAITING]
    shell = Shell(request)
    shell.items = navigation.Items(request, everything=True)
    context = {"station": STATION, "rows": rows, "photos": PHOTOS, "shell": shell, "charts": charts()}
    return render(request, "styleguide/desk.html", context)
