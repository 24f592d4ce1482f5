"""Words of the demonstration. All people are invented; telephone numbers begin with 972 00, which is never assigned."""

FIRST_NAMES = (
    "Rosa",
    "Jordi",
    "Montse",
    "Fatima",
    "Antoni",
    "Carme",
    "Pere",
    "Núria",
    "Joan",
    "Marta",
    "Lluís",
    "Teresa",
    "Mohamed",
    "Ester",
    "Ramon",
    "Pilar",
    "Ainhoa",
    "Xoán",
    "Dolors",
    "Àlex",
)
LAST_NAMES = (
    "Mas",
    "Bosch",
    "Puig",
    "Azzouzi",
    "Vila",
    "Roca",
    "Soler",
    "Ferrer",
    "Pons",
    "Costa",
    "Riera",
    "Benet",
    "Haddad",
    "Grau",
    "Etxebarria",
    "Rial",
    "Camps",
    "Fuster",
    "Sala",
    "Llop",
)

ANSWERS = (
    "Bon dia! Ho mirem plegats. Proveu de tancar el navegador, tornar-lo a obrir i repetir el pas de la signatura.",
    "Gràcies per escriure’ns. He comprovat el vostre cas i ja podeu tornar a entrar al tràmit.",
    "Hola! Us explico com reduir el fitxer: obriu-lo, trieu «Desa com a» i la mida mínima. Si no us surt, digueu-m’ho.",
)
COMMENTS = ("Molt amables.", "M’ho han resolt de seguida.", "", "", "Gràcies per la paciència!", "", "He hagut d’esperar una mica.", "")
SETTLED = "Ha tornat a trucar i ja ho té resolt: tanquem la petició escrita."
CAME_BACK = "Ha tornat a trucar: li torna a passar el mateix. Ho hem refet plegats fins al final."
STILL_STUCK = {
    "ca": "Perdoneu, ho he tornat a provar i encara em surt el mateix error.",
    "es": "Perdonen, lo he vuelto a intentar y todavía me sale el mismo error.",
    "en": "Sorry, I tried it again and I still get the same error.",
}
WELCOME = {
    "welcome": {
        "ca": "Us ajudem a fer els tràmits de l’%(council)s per internet, pas a pas i al vostre ritme. És gratuït.",
        "es": "Le ayudamos a hacer los trámites del %(council)s por internet, paso a paso y a su ritmo. Es gratis.",
        "en": "We help you with the online procedures of the %(council)s, step by step and at your own pace. It is free.",
    },
    "closed": {
        "ca": "Ara no hi som. Expliqueu-nos què us passa o trieu quan voleu que us truquem.",
        "es": "Ahora no estamos. Cuéntenos qué le pasa o elija cuándo quiere que le llamemos.",
        "en": "We are not here now. Tell us what happened, or choose when we should call you.",
    },
}
# One for each of the three months, the oldest first.
COMMENTARIES: tuple[dict[str, str], ...] = (
    {
        "ca": "Ha estat el mes en què més gent ha marxat del xat abans que l’atenguéssim. Hem reforçat els matins amb una persona més.",
        "es": "Ha sido el mes en que más gente se ha ido del chat antes de ser atendida. Hemos reforzado las mañanas con una persona más.",
        "eu": "Hilabete honetan joan da jende gehien txatetik artatu aurretik. Goizetan pertsona bat gehiago jarri dugu.",
        "gl": "Foi o mes en que máis xente marchou do chat antes de ser atendida. Reforzamos as mañás cunha persoa máis.",
        "en": "In no other month have so many people left the chat before we could answer. We now have one more person in the mornings.",
    },
    {
        "ca": "Hi ha hagut més contactes que el mes anterior per l’obertura de les beques de menjador. L’espera ha baixat i les trucades s’han fet més sovint a l’hora acordada.",
        "es": "Ha habido más contactos que el mes anterior por la apertura de las becas de comedor. La espera ha bajado y las llamadas se han hecho más a menudo a la hora acordada.",
        "eu": "Aurreko hilean baino kontaktu gehiago izan dira, jantokiko beken epea zabaldu delako. Itxaronaldia laburtu egin da, eta deiak maizago egin dira adostutako orduan.",
        "gl": "Houbo máis contactos que o mes anterior pola apertura das bolsas de comedor. A espera baixou e as chamadas fixéronse máis a miúdo á hora acordada.",
        "en": "There were more contacts than the month before, because applications for school-meal grants opened. The wait was shorter, and more of the calls were made at the agreed time.",
    },
    {
        "ca": "La majoria de contactes han estat per telèfon i al matí. El motiu més freqüent continua sent entrar i signar als tràmits en línia; hem ampliat la guia sobre AutoFirma.",
        "es": "La mayoría de los contactos han sido por teléfono y por la mañana. El motivo más frecuente sigue siendo entrar y firmar en los trámites en línea; hemos ampliado la guía sobre AutoFirma.",
        "eu": "Kontaktu gehienak telefonoz eta goizez izan dira. Arrazoirik ohikoena lineako tramiteetan sartzea eta sinatzea da oraindik; AutoFirmari buruzko gida zabaldu dugu.",
        "gl": "A maioría dos contactos foron por teléfono e pola mañá. O motivo máis frecuente segue a ser entrar e asinar nos trámites en liña; ampliamos a guía sobre AutoFirma.",
        "en": "Most contacts came by telephone and in the morning. Signing in and signing online procedures remains the most frequent reason; we have extended the AutoFirma guide.",
    },
)
