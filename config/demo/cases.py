"""What people of a town get stuck on: the situations of the demonstration. Some in Catalan, some in Spanish, one in English."""

from typing import NamedTuple


class Case(NamedTuple):
    """A situation: the procedure and step it happens at (empty when it is about none), the motive, a title, what the citizen says."""

    procedure: str
    step: str
    motive: str
    subject: str
    body: str
    language: str = "ca"


CASES: tuple[Case, ...] = (
    Case("residence-certificate", "sign", "certificate", "AutoFirma no s’obre en signar", "Bon dia. Quan premo «Signar» no passa res. Ho he provat tres vegades."),
    Case("residence-certificate", "sign-in", "procedure", "No puc entrar amb idCAT Mòbil", "No em deixa entrar amb l’idCAT Mòbil: el codi per SMS no m’arriba."),
    Case("residence-certificate", "receipt", "procedure", "No trobo el certificat que he demanat", "M’ha dit que estava fet, però no sé on s’ha desat el PDF."),
    Case("residence-certificate", "find", "procedure", "¿Volante o certificado de empadronamiento?", "Me lo piden para el colegio de mi hijo y no sé cuál de los dos es.", "es"),
    Case("census-registration", "attach", "document", "Adjuntar el contracte de lloguer", "Tinc el contracte en fotos i no sé com fer-ne un sol fitxer."),
    Case("census-registration", "household", "procedure", "Empadronar un fill menor", "Ens hem separat. Qui ha de signar l’alta del nen, tots dos?"),
    Case("census-registration", "form", "procedure", "Alta en el padrón sin contrato a mi nombre", "Vivo en casa de mi hermana. ¿Qué tengo que poner en el formulario?", "es"),
    Case("census-registration", "sign-in", "procedure", "Registering at the town hall from abroad", "I have just moved here and I only have a passport. Which way of signing in can I use?", "en"),
    Case("generic-application", "form", "form", "Un camp no accepta el meu NIE", "El formulari diu que el document no és vàlid, però el NIE és correcte."),
    Case("generic-application", "sign", "procedure", "La instància es queda a mitges en signar", "Surt una finestra blanca i ja no avança. He netejat la memòria del navegador."),
    Case("generic-application", "attach", "document", "Formato no admitido al adjuntar", "He hecho las fotos con el iPhone y dice que el formato HEIC no vale.", "es"),
    Case("generic-application", "receipt", "folder", "No tinc el justificant de la instància", "La vaig enviar ahir i no he rebut cap correu amb el número de registre."),
    Case("minor-works", "form", "form", "La sessió ha caducat i he perdut l’esborrany", "Estava omplint la comunicació d’obres i m’ha tret."),
    Case("minor-works", "pay", "payment", "El pago de la tasa sale rechazado", "La tarjeta funciona en otros sitios. Aquí me dice operación denegada.", "es"),
    Case("minor-works", "attach", "document", "El plànol signat perd la signatura", "L’arquitecte me’l va enviar signat; quan l’imprimeixo a PDF ja no hi és."),
    Case("property-tax-rebate", "attach", "document", "El PDF és massa gran", "Vull demanar la bonificació de l’IBI i el document pesa massa."),
    Case("property-tax-rebate", "form", "form", "No sé on surt la referència cadastral", "Me la demana per a la bonificació de família nombrosa i al rebut no la veig."),
    Case("direct-debit", "sign", "payment", "Domiciliar el rebut de l’IBI", "No sé on s’ha de posar el compte."),
    Case("direct-debit", "form", "form", "El IBAN no pasa la validación", "Lo copio de la libreta y me marca error en rojo.", "es"),
    Case("parking-card-reduced-mobility", "attach", "document", "La foto de la targeta no es llegeix", "He d’adjuntar el dictamen i la foto, i diu que la imatge no té prou qualitat."),
    Case("parking-card-reduced-mobility", "sign-in", "procedure", "Tramitar la tarjeta de aparcamiento de mi madre", "Ella no tiene certificado. ¿Puedo hacerlo yo en su nombre?", "es"),
    Case("school-meal-grant", "family", "form", "Beca menjador: no em suma els membres", "Som cinc a casa i el formulari només me’n deixa posar quatre."),
    Case("school-meal-grant", "sign-in", "procedure", "Beca menjador: entra amb el nom del marit", "A l’ordinador hi ha el seu certificat i sempre agafa aquell."),
    Case("idcat-certificat", "install", "certificate", "El certificat no apareix a Firefox", "He descarregat l’idCAT però el navegador no me l’ofereix."),
    Case("idcat-certificat", "download", "certificate", "Només he importat la part pública", "Tinc un fitxer .cer i no em deixa signar. El .p12 no sé on és."),
    Case("idcat-certificat", "renew", "certificate", "El certificat m’ha caducat", "M’avisava que caducava i ara ja no em deixa renovar-lo per internet."),
    Case("fnmt-certificate", "configure", "certificate", "FNMT: el configurador no s’instal·la al Mac", "Diu que l’emissor no és de confiança a l’accés a claus."),
    Case("fnmt-certificate", "verify", "certificate", "Cambié de ordenador antes de descargar el certificado", "Ya fui a acreditarme, pero el código lo pedí en el otro ordenador.", "es"),
    Case("clave", "code", "procedure", "Cl@ve em demana un codi que no tinc", "No recordo si em vaig registrar."),
    Case("clave", "level", "procedure", "Me pide Cl@ve de nivel avanzado", "Me registré por internet y ahora no me deja acabar el trámite.", "es"),
    Case("clave", "app", "procedure", "He canviat de mòbil i no tinc l’app Cl@ve", "El número és el mateix, però el telèfon és nou."),
    Case("electronic-notifications", "open", "notification", "No puc obrir una notificació", "M’ha arribat un avís i quan entro no es veu res."),
    Case("electronic-notifications", "represent", "notification", "Una notificación de la comunidad de propietarios", "Soy el presidente y entro con mi DNI electrónico, pero no la veo.", "es"),
    Case("electronic-notifications", "receipt", "notification", "¿Cuántos días tengo para abrirla?", "Me llegó el aviso hace una semana y estaba de viaje.", "es"),
    Case("", "", "appointment", "Cita prèvia per al padró", "Voldria hora per venir a l’oficina."),
    Case("", "", "appointment", "Canviar l’hora de la cita de dijous", "No puc venir a les onze, podria ser a la tarda?"),
    Case("", "", "appointment", "Cita previa para la tarjeta de residente", "La web me dice que no hay horas libres este mes.", "es"),
    Case("", "", "folder", "On veig com està el meu expedient", "Vaig presentar una instància fa un mes."),
    Case("", "", "folder", "Em falta un document a la Carpeta Ciutadana", "El rebut d’escombraries de l’any passat no hi surt."),
    Case("", "", "catalogue", "Quin tràmit he de fer per canviar de domicili", "Ens hem mudat dins del poble."),
    Case("", "", "catalogue", "¿Qué necesito para ocupar la vía con un contenedor?", "Vamos a reformar la cocina y necesito saber qué permiso se pide.", "es"),
    Case("", "", "catalogue", "Ajuts per a entitats esportives", "Som un club petit i no sé si aquesta convocatòria és per a nosaltres."),
    Case("", "", "other", "La factura electrònica ha estat rebutjada", "Som proveïdors de l’Ajuntament i l’e.FACT ens la retorna pel codi de l’òrgan gestor."),
)  # fmt: skip
NOTES = (
    "Possible AutoFirma antiga (1.6): cal reinstal·lar-la.",
    "Firefox té el seu propi magatzem de certificats: importar-hi el .p12.",
    "Rellotge de l’ordinador endarrerit dotze minuts: per això la signatura surt com a no vàlida.",
)
