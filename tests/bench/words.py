"""Invented sentences with a realistic spread of words, and one word that hardly anybody says. Standard library only: the rival reads them too."""

import random

COMMON = "certificat"
RARE = "xilofon"
RARE_TICKETS = 12
_ONSETS = ("b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "v", "tr", "pl", "br")
_VOWELS = ("a", "e", "i", "o", "u", "è", "ó")
_ENDINGS = ("", "l", "r", "s", "n", "t", "da", "ció", "ment")
NAMES = ("Rosa", "Pere", "Núria", "Jordi", "Ainhoa", "Iker", "Uxía", "Brais", "Carmen", "Antoni")
SURNAMES = ("Mas", "Soler", "Peñalver", "Etxeberria", "Castro", "Puig", "Ferrer", "Vila", "Otero", "Serra")


class Writer:
    """Writes the same texts every time."""

    def __init__(self, seed: int = 7) -> None:
        self.dice = random.Random(seed)  # noqa: S311 (not for secrets)
        syllables = [onset + vowel for onset in _ONSETS for vowel in _VOWELS]
        found = {"".join(self.dice.choices(syllables, k=self.dice.randint(1, 3))) + self.dice.choice(_ENDINGS) for _number in range(6000)}
        self.words = sorted(found)
        self.weights = [1 / (rank + 2) for rank in range(len(self.words))]

    def sentence(self, words: int) -> str:
        """Return so many words, the frequent ones often."""
        return " ".join(self.dice.choices(self.words, self.weights, k=words)).capitalize() + "."

    def body(self, ticket: int) -> str:
        """Return a message: every third ticket says the common word in its first."""
        return f"{self.sentence(14)} {COMMON + ' ' if ticket % 3 == 0 else ''}{self.sentence(12)}"

    def name(self) -> str:
        """Return a person's name."""
        return f"{self.dice.choice(NAMES)} {self.dice.choice(SURNAMES)} {self.dice.choice(SURNAMES)}"

    def subject(self, ticket: int, tickets: int) -> str:
        """Return a subject; a dozen of all say the rare word."""
        step = max(tickets // RARE_TICKETS, 1)
        return f"{self.sentence(5)[:-1]}{' ' + RARE if ticket % step == step // 2 else ''}"
