"""Words for the five scores."""

from django.utils.translation import pgettext_lazy

from helpdesk.tickets.labels import Label

SCORE: dict[int, Label] = {
    1: pgettext_lazy("rating", "Very bad"),
    2: pgettext_lazy("rating", "Bad"),
    3: pgettext_lazy("rating", "Fair"),
    4: pgettext_lazy("rating", "Good"),
    5: pgettext_lazy("rating", "Very good"),
}
