"""Every component in every state, on three pages: axe and the screenshots run here. Words are specimens, in Catalan."""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from helpdesk.base.forms import CheckboxCards, FaceRating, FileDrop, RadioCards, SlotGroup, SlotPicker

PAGES = {"citizen": "kit_gallery.html", "desk": "kit/gallery_desk.html", "page": "kit/gallery_page.html"}


@dataclass(frozen=True)
class StandIn:
    """A council that exists only here."""

    name: str = "Ajuntament de Vallclara"
    phone: str = "972 00 00 10"
    mark: str = "V"
    languages: tuple[str, ...] = ("ca", "es", "eu", "gl", "en")


@dataclass(frozen=True)
class NavItem:
    url: str
    label: str
    icon: str
    current: bool = False
    count: int = 0
    hot: bool = False


NAVIGATION = (
    NavItem("#1", "Safata", "inbox", current=True, count=8),
    NavItem("#2", "Xats", "message-circle", count=3, hot=True),
    NavItem("#3", "Registra", "phone-incoming"),
    NavItem("#4", "Tràmits", "book-open"),
    NavItem("#5", "Persones", "users"),
    NavItem("#6", "Indicadors", "chart-column"),
)

NAMES = {"ca": "Català", "es": "Castellano", "eu": "Euskara", "gl": "Galego", "en": "English"}

STUCK = [("enter", "No puc entrar"), ("sign", "No puc signar"), ("other", "És una altra cosa")]
CHANNELS = [("call", "Que em truquin"), ("chat", "Xat ara mateix"), ("mail", "Per escrit")]
FACES = [("1", "Molt malament"), ("2", "Malament"), ("3", "Regular"), ("4", "Bé"), ("5", "Molt bé")]
PREFERENCES = [("slow", "Parleu-me a poc a poc"), ("text", "Només per escrit"), ("third", "M’ajuda una altra persona")]
SLOTS = (
    SlotGroup("Avui", "dilluns 23 de novembre", (("m0", "A la tarda", "14:00–20:00"),), (("1", "16:30"), ("2", "17:00"), ("3", "17:30"))),
    SlotGroup(
        "Demà",
        "dimarts 24 de novembre",
        (("m1", "Al matí", "8:00–14:00"), ("a1", "A la tarda", "14:00–20:00")),
        (("4", "9:00"), ("5", "9:30"), ("6", "10:30"), ("7", "13:00")),
    ),
    SlotGroup("Dimecres", "25 de novembre", (), (("8", "9:00"), ("9", "12:30"))),
)
USE_BARS = [
    ("Certificat d’empadronament", 128.0, "128"),
    ("Instància genèrica", 74.0, "74"),
    ("Bonificació de l’IBI", 31.0, "31"),
    ("Altres tràmits", None, "menys de 5"),
]


class Specimen(forms.Form):
    stuck = forms.ChoiceField(
        label="On us heu quedat?",
        choices=STUCK,
        widget=RadioCards(
            hints={
                "enter": "amb idCAT Mòbil, Cl@ve o certificat",
                "sign": "AutoFirma no s’obre o dona error",
                "other": "expliqueu-nos-la a sota",
            }
        ),
    )
    message = forms.CharField(
        label="Expliqueu-nos-ho amb les vostres paraules",
        help_text="Per exemple: «Quan premo Signar, surt una finestra en blanc».",
        widget=forms.Textarea,
    )
    file = forms.FileField(
        label="Una foto o captura de pantalla",
        help_text="Ens ajuda a veure l’error. JPG, PNG o PDF, fins a 10 MB.",
        required=False,
        widget=FileDrop(several=True),
    )
    channel = forms.ChoiceField(
        label="Com voleu que us ajudem?",
        choices=CHANNELS,
        initial="call",
        widget=RadioCards(
            hints={"call": "Trieu el dia i l’hora", "chat": "2 persones disponibles", "mail": "Resposta en 1 dia feiner"},
            live=frozenset({"chat"}),
            columns=3,
        ),
    )
    slot = forms.CharField(label="Quan us podem trucar?", initial="5", widget=SlotPicker(groups=SLOTS))
    preferences = forms.MultipleChoiceField(
        label="Com preferiu comunicar-vos?", choices=PREFERENCES, required=False, widget=CheckboxCards()
    )
    name = forms.CharField(label="Nom i cognoms", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = forms.CharField(
        label="Telèfon",
        help_text="On us trucarem.",
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "class": "k-w-short"}),
    )
    language = forms.ChoiceField(label="Llengua", choices=list(NAMES.items()))
    helper = forms.BooleanField(label="Faig la petició en nom d’una altra persona", required=False, help_text="Us demanarem com es diu.")


class RatingSpecimen(forms.Form):
    rating = forms.ChoiceField(label="Com us hem ajudat?", choices=FACES, initial="4", widget=FaceRating)


def gallery(request: HttpRequest, page: str = "citizen") -> HttpResponse:
    """Draw one page of the gallery where it is switched on."""
    if not (settings.DEBUG or getattr(settings, "KIT_GALLERY", False)):
        raise Http404
    if getattr(request, "council", None) is None:
        request.council = StandIn()  # type: ignore[attr-defined]
    context = {
        "languages": [{"code": code, "name": name, "url": f"#{code}", "current": code == "ca"} for code, name in NAMES.items()],
        "footer_links": [{"url": f"#{label}", "label": label} for label in ("Accessibilitat", "Privacitat", "Transparència del servei")],
        "desk_nav": NAVIGATION,
        "service_name": "Ajuda amb els tràmits",
        "phone_hours": "dl–dv, de 8 a 15 h",
        "user_name": "Laia Ferrer",
        "logout_url": "#logout",
        "specimen": Specimen(),
        "wrong": Specimen({"message": "Quan premo «Signar» surt una finestra en blanc.", "channel": "call"}, prefix="wrong"),
        "rating": RatingSpecimen(),
        "steps": [("Trieu el tràmit", "#step"), "Expliqueu-nos el problema", "Reviseu i envieu"],
        "bars": USE_BARS,
        "page": Paginator(range(60), 20).page(2),
    }
    return render(request, PAGES[page], context)


urlpatterns = [
    path("_kit/", gallery, name="kit"),
    path("_kit/desk/", gallery, {"page": "desk"}, name="kit-desk"),
    path("_kit/desk/page/", gallery, {"page": "page"}, name="kit-page"),
]
