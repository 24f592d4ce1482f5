"""Twelve answers that every agent writes again and again, in five languages."""

from helpdesk.desk.models import CannedAnswer
from helpdesk.desk.services.canned import save_answer
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council

# shortcut, title, text by language
ANSWERS: tuple[tuple[str, str, dict[str, str]], ...] = (
    (
        "salutacio",
        "Salutació",
        {
            "ca": "Bon dia, {name}. Soc {agent}, de l’{council}. He llegit la vostra consulta i us ajudo a resoldre-la.",
            "es": "Buenos días, {name}. Soy {agent}, del {council}. He leído su consulta y le ayudo a resolverla.",
            "eu": "Egun on, {name}. {agent} naiz, {council}. Zure kontsulta irakurri dut eta konpontzen lagunduko dizut.",
            "gl": "Bos días, {name}. Son {agent}, do {council}. Lin a súa consulta e axúdolle a resolvela.",
            "en": "Good morning, {name}. I am {agent}, from {council}. I have read your question and will help you to solve it.",
        },
    ),
    (
        "autofirma",
        "AutoFirma no s’obre",
        {
            "ca": "Tanqueu el navegador del tot. Baixeu l’última versió d’AutoFirma de la pàgina oficial firmaelectronica.gob.es, instal·leu-la i reinicieu l’ordinador. Quan torneu a signar, el navegador us preguntarà si voleu obrir AutoFirma: digueu que sí.",
            "es": "Cierre el navegador del todo. Descargue la última versión de AutoFirma de la página oficial firmaelectronica.gob.es, instálela y reinicie el ordenador. Cuando vuelva a firmar, el navegador le preguntará si quiere abrir AutoFirma: diga que sí.",
            "eu": "Itxi nabigatzailea erabat. Deskargatu AutoFirmaren azken bertsioa firmaelectronica.gob.es orri ofizialetik, instalatu eta berrabiarazi ordenagailua. Berriz sinatzean, nabigatzaileak AutoFirma ireki nahi duzun galdetuko du: esan baietz.",
            "gl": "Peche o navegador de todo. Descargue a última versión de AutoFirma da páxina oficial firmaelectronica.gob.es, instálea e reinicie o ordenador. Cando volva asinar, o navegador preguntaralle se quere abrir AutoFirma: diga que si.",
            "en": "Close the browser completely. Download the latest version of AutoFirma from the official page firmaelectronica.gob.es, install it and restart the computer. When you sign again, the browser will ask whether to open AutoFirma: say yes.",
        },
    ),
    (
        "certificat-firefox",
        "El certificat no surt al Firefox",
        {
            "ca": "El Firefox guarda els certificats a part. Obriu Configuració, Privadesa i seguretat, Mostra els certificats, i a la pestanya «Els vostres certificats» premeu Importa. Trieu el fitxer .p12 o .pfx i escriviu-hi la contrasenya. També podeu fer el tràmit amb l’Edge o el Chrome.",
            "es": "Firefox guarda los certificados aparte. Abra Ajustes, Privacidad y seguridad, Ver certificados, y en la pestaña «Sus certificados» pulse Importar. Elija el fichero .p12 o .pfx y escriba la contraseña. También puede hacer el trámite con Edge o Chrome.",
            "eu": "Firefoxek bere aldetik gordetzen ditu ziurtagiriak. Ireki Ezarpenak, Pribatutasuna eta segurtasuna, Ikusi ziurtagiriak, eta «Zure ziurtagiriak» fitxan sakatu Inportatu. Aukeratu .p12 edo .pfx fitxategia eta idatzi pasahitza. Tramitea Edge edo Chrome erabilita ere egin dezakezu.",
            "gl": "Firefox garda os certificados á parte. Abra Configuración, Privacidade e seguridade, Ver certificados, e na lapela «Os seus certificados» prema Importar. Escolla o ficheiro .p12 ou .pfx e escriba o contrasinal. Tamén pode facer o trámite con Edge ou Chrome.",
            "en": "Firefox keeps certificates of its own. Open Settings, Privacy & Security, View Certificates, and in the tab “Your Certificates” press Import. Choose the .p12 or .pfx file and type its password. You can also do the procedure with Edge or Chrome.",
        },
    ),
    (
        "certificat-caducat",
        "El certificat ha caducat",
        {
            "ca": "El vostre certificat ha caducat i ja no es pot renovar en línia. En podeu demanar un de nou amb cita prèvia, o identificar-vos ara mateix amb idCAT Mòbil o Cl@ve.",
            "es": "Su certificado ha caducado y ya no se puede renovar en línea. Puede pedir uno nuevo con cita previa, o identificarse ahora mismo con idCAT Mòbil o Cl@ve.",
            "eu": "Zure ziurtagiria iraungi da eta ezin da jada linean berritu. Berri bat eska dezakezu hitzordua hartuta, edo orain bertan identifika zaitezke idCAT Mòbil edo Cl@ve bidez.",
            "gl": "O seu certificado caducou e xa non se pode renovar en liña. Pode pedir un novo con cita previa, ou identificarse agora mesmo con idCAT Mòbil ou Cl@ve.",
            "en": "Your certificate has expired and can no longer be renewed online. You can ask for a new one by appointment, or sign in right now with idCAT Mòbil or Cl@ve.",
        },
    ),
    (
        "sms",
        "No arriba el codi per SMS",
        {
            "ca": "El codi de l’SMS pot trigar uns minuts. Comproveu que el telèfon té cobertura i que el número registrat és el vostre d’ara. Si l’heu canviat, l’actualitzem amb una trucada: digueu-nos quina hora us va bé.",
            "es": "El código del SMS puede tardar unos minutos. Compruebe que el teléfono tiene cobertura y que el número registrado es el actual. Si lo ha cambiado, lo actualizamos con una llamada: díganos a qué hora le va bien.",
            "eu": "SMS kodeak minutu batzuk behar izan ditzake. Egiaztatu telefonoak estaldura duela eta erregistratutako zenbakia oraingoa dela. Aldatu baduzu, dei batez eguneratuko dugu: esan zer ordutan datorkizun ondo.",
            "gl": "O código da SMS pode tardar uns minutos. Comprobe que o teléfono ten cobertura e que o número rexistrado é o de agora. Se o cambiou, actualizámolo cunha chamada: díganos a que hora lle vai ben.",
            "en": "The SMS code can take a few minutes. Check that the telephone has coverage and that the registered number is your present one. If it has changed, we update it by telephone: tell us what time suits you.",
        },
    ),
    (
        "pdf-gran",
        "El PDF és massa gran",
        {
            "ca": "El fitxer pesa més de 10 MB. Torneu a escanejar-lo en blanc i negre a 150 ppp, o obriu-lo i deseu-lo amb «Mida reduïda». Si són diverses pàgines, ajunteu-les en un sol PDF.",
            "es": "El fichero pesa más de 10 MB. Vuelva a escanearlo en blanco y negro a 150 ppp, o ábralo y guárdelo con «Tamaño reducido». Si son varias páginas, júntelas en un solo PDF.",
            "eu": "Fitxategiak 10 MB baino gehiago ditu. Eskaneatu berriro zuri-beltzean 150 ppp-tan, edo ireki eta gorde «Tamaina txikitua» aukerarekin. Hainbat orri badira, bildu PDF bakar batean.",
            "gl": "O ficheiro pesa máis de 10 MB. Volva escanealo en branco e negro a 150 ppp, ou ábrao e gárdeo con «Tamaño reducido». Se son varias páxinas, xúnteas nun só PDF.",
            "en": "The file is larger than 10 MB. Scan it again in black and white at 150 dpi, or open it and save it with “Reduced size”. If there are several pages, join them into one PDF.",
        },
    ),
    (
        "sessio-caducada",
        "La sessió ha caducat",
        {
            "ca": "Per seguretat la seu tanca la sessió al cap de 20 minuts. Premeu «Desa l’esborrany» a cada pas i el trobareu a la vostra carpeta quan torneu a entrar.",
            "es": "Por seguridad la sede cierra la sesión a los 20 minutos. Pulse «Guardar borrador» en cada paso y lo encontrará en su carpeta cuando vuelva a entrar.",
            "eu": "Segurtasunagatik, egoitzak 20 minuturen buruan ixten du saioa. Sakatu «Gorde zirriborroa» urrats bakoitzean, eta zure karpetan aurkituko duzu berriz sartzean.",
            "gl": "Por seguridade a sede pecha a sesión aos 20 minutos. Prema «Gardar o borrador» en cada paso e atoparao no seu cartafol cando volva entrar.",
            "en": "For safety the e-office ends the session after 20 minutes. Press “Save draft” at every step and you will find it in your folder when you sign in again.",
        },
    ),
    (
        "captura",
        "Demanar una captura de pantalla",
        {
            "ca": "Ens podeu enviar una captura de la pantalla on surt l’error? A Windows, premeu Windows + Majúscules + S. Comproveu abans que no s’hi vegin dades del banc ni contrasenyes.",
            "es": "¿Nos puede enviar una captura de la pantalla donde sale el error? En Windows, pulse Windows + Mayúsculas + S. Compruebe antes que no se vean datos del banco ni contraseñas.",
            "eu": "Bidaliko diguzu errorea agertzen den pantailaren irudia? Windowsen, sakatu Windows + Maius + S. Begiratu lehenago banku-daturik edo pasahitzik ez dela ikusten.",
            "gl": "Pódenos enviar unha captura da pantalla onde sae o erro? En Windows, prema Windows + Maiúsculas + S. Comprobe antes que non se vexan datos do banco nin contrasinais.",
            "en": "Could you send us a picture of the screen that shows the error? On Windows, press Windows + Shift + S. Check first that it shows no bank details or passwords.",
        },
    ),
    (
        "cita",
        "Cita prèvia",
        {
            "ca": "Podeu demanar cita al web de l’{council} o trucant al {phone}. Digueu la referència {reference} i us trobarem de seguida.",
            "es": "Puede pedir cita en la web del {council} o llamando al {phone}. Diga la referencia {reference} y le encontraremos enseguida.",
            "eu": "Hitzordua webgunean eska dezakezu ({council}) edo {phone} telefonora deituta. Esan {reference} erreferentzia eta berehala aurkituko zaitugu.",
            "gl": "Pode pedir cita na web do {council} ou chamando ao {phone}. Diga a referencia {reference} e atoparémolo de seguida.",
            "en": "You can make an appointment on the website of {council} or by calling {phone}. Say the reference {reference} and we will find you at once.",
        },
    ),
    (
        "representant",
        "Qui signa per una altra persona",
        {
            "ca": "Per fer «{procedure}» en nom d’una altra persona cal que us autoritzi: al primer pas trieu «Represento una altra persona» i adjunteu-hi l’autorització signada.",
            "es": "Para hacer «{procedure}» en nombre de otra persona hace falta que le autorice: en el primer paso elija «Represento a otra persona» y adjunte la autorización firmada.",
            "eu": "Beste norbaiten izenean «{procedure}» egiteko, pertsona horrek baimena eman behar dizu: lehen urratsean aukeratu «Beste pertsona bat ordezkatzen dut» eta erantsi sinatutako baimena.",
            "gl": "Para facer «{procedure}» en nome doutra persoa cómpre que o autorice: no primeiro paso escolla «Represento outra persoa» e achegue a autorización asinada.",
            "en": "To do “{procedure}” in the name of somebody else you need their authorisation: in the first step choose “I represent another person” and attach the signed authorisation.",
        },
    ),
    (
        "esperem",
        "Esperem una altra administració",
        {
            "ca": "Hem passat la vostra consulta a qui gestiona aquest servei i n’esperem la resposta. No cal que feu res: us escriurem aquí així que la tinguem. La referència és {reference}.",
            "es": "Hemos pasado su consulta a quien gestiona este servicio y esperamos su respuesta. No tiene que hacer nada: le escribiremos aquí en cuanto la tengamos. La referencia es {reference}.",
            "eu": "Zure kontsulta zerbitzu hau kudeatzen duenari bidali diogu eta erantzunaren zain gaude. Ez duzu ezer egin behar: jaso bezain laster idatziko dizugu hemen. Erreferentzia {reference} da.",
            "gl": "Pasamos a súa consulta a quen xestiona este servizo e agardamos a súa resposta. Non ten que facer nada: escribirémoslle aquí en canto a teñamos. A referencia é {reference}.",
            "en": "We have passed your question on to those who run this service and are waiting for their answer. You do not have to do anything: we will write to you here as soon as we have it. The reference is {reference}.",
        },
    ),
    (
        "comiat",
        "Comiat",
        {
            "ca": "M’alegro que hagi funcionat, {name}. Si torna a passar, responeu aquest missatge i reobrirem la consulta. Que tingueu un bon dia!\n{agent}",
            "es": "Me alegro de que haya funcionado, {name}. Si vuelve a pasar, responda a este mensaje y reabriremos la consulta. ¡Que tenga un buen día!\n{agent}",
            "eu": "Pozten naiz funtzionatu duelako, {name}. Berriz gertatzen bada, erantzun mezu honi eta kontsulta berriro irekiko dugu. Egun ona izan!\n{agent}",
            "gl": "Alégrome de que funcionase, {name}. Se volve pasar, responda a esta mensaxe e reabriremos a consulta. Que teña un bo día!\n{agent}",
            "en": "I am glad that it worked, {name}. If it happens again, answer this message and we will open the request again. Have a good day!\n{agent}",
        },
    ),
)


def seed_answers(council: Council, by: Actor) -> int:
    """Write the shared answers that a council does not have yet; returns how many."""
    known = set(CannedAnswer.objects.filter(council=council, owner=None).values_list("shortcut", flat=True))
    missing = [answer for answer in ANSWERS if answer[0] not in known]
    for shortcut, title, texts in missing:
        save_answer(council_id=council.pk, answer_id=None, shortcut=shortcut, title=title, texts=texts, shared=True, by=by)
    return len(missing)
