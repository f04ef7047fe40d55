"""What tables and columns declare, in German: found by the English sentence that is declared."""

from typing import Final

TABLES: Final = {
    "site": "Gebäude",
    "closed_day": "Tage, an denen ein Gebäude geschlossen ist",
    "join_domain": "E-Mail-Domains, deren Adressen mitmachen dürfen",
    "door": "Türen",
    "profile": "Zugangsprofile",
    "profile_door": "Welche Türen ein Profil öffnet, und wann",
    "kiosk": "Bildschirme an den Türen",
    "kiosk_health": "Wie es den Bildschirmen geht",
    "waiting_time": "Wie lange Ausweise und Tagespässe brauchen",
    "identity": "Name und dienstliche E-Mail-Adresse",
    "subject_link": "Die Verbindung zwischen einem Menschen und seinen zufälligen Kennungen",
    "holder": "Ob der Ausweis Türen öffnen darf",
    "holder_profile": "Welche Zugangsprofile ein Ausweis hat",
    "device": "Telefone, auf denen ein Ausweis ist",
    "badge": "Ausweise",
    "status_list": "Veröffentlichte Listen abgeschalteter Ausweise",
    "status_slot": "Welche Ausweisnummern abgeschaltet sind",
    "ended_badge": "Merkzeichen von Ausweisen, deren Besitzer nicht mehr mitmachen",
    "weekly_ref": "Kennungen, die eine Woche lang für jemanden stehen",
    "entry": "Eintritte derer, die darum gebeten haben",
    "scan_answer": "Schon gegebene Antworten, damit nichts doppelt zählt",
    "kiosk_count": "Wie viele an jedem Bildschirm kamen, Stunde für Stunde, einen Tag lang",
    "stat_bucket": "Ungefähr wie viele Menschen kamen, Stunde für Stunde",
    "conflict": "Wo ein Bildschirm ohne Netz anders antwortete, als der Server es getan hätte",
    "door_rules": "Was an jeder Tür in den letzten Tagen galt",
    "refusal": "Türen, die zublieben, ohne Angabe, für wen",
    "marker": "Kurzlebige Merkzeichen dagegen, dass ein Ausweis zurückgereicht wird",
    "day_pass_pack": "Stapel von Tagespässen",
    "day_pass": "Tagespässe",
    "consent_event": "Wozu Ja gesagt und was zurückgenommen wurde",
    "receipt_code": "Codes auf Quittungen",
    "erasure_mark": "Welche Löschungen hier erledigt sind",
    "erasing": "Ein Vermerk, dass gerade gelöscht wird, solange das dauert",
    "notice_version": "Veröffentlichte Hinweistexte",
    "invitation": "Offene Einladungen, ohne die Adresse",
    "pasted_line": "Zeilen eingefügter Listen, bis sie abgearbeitet sind",
    "desk_code": "Codes, die der Empfang auf Papier ausgegeben hat",
    "mailed_code": "Codes, die verschickt wurden",
    "joining": "Wer gerade dabei ist mitzumachen, 15 Minuten lang",
    "session": "Anmeldungen",
    "carry_code": "Codes, die einen Ausweis auf ein Telefon bringen",
    "throttle": "Wie oft etwas versucht wurde",
    "mail_queue": "Nachrichten, die noch versandt werden",
    "account": "Konten der Verwaltung",
    "passkey": "Passkeys der Konten",
    "audit_event": "Was in der Verwaltung getan wurde",
    "access_event": "Wer wessen Angaben angesehen hat",
    "rights_request": "Widersprüche und andere Anträge, mit den Antworten",
}
"""For every table."""

PURPOSES: Final = {
    "Open the door with a QR badge": "Die Tür mit einem QR-Ausweis öffnen",
    "Keep my entries for a few weeks, so that I can see them": (
        "Meine Eintritte einige Wochen lang aufheben, damit ich sie sehen kann"
    ),
    "Prove that consent was given or taken back": (
        "Nachweisen, dass ein Ja gegeben oder zurückgenommen wurde"
    ),
    "Show who looked at whose record": "Zeigen, wer wessen Angaben angesehen hat",
    "Sign in to your own pages or to the console": (
        "Sich auf den eigenen Seiten oder in der Verwaltung anmelden"
    ),
    "Know roughly how full the building is": "Ungefähr wissen, wie voll das Gebäude ist",
    "Let people in without identifying them": "Menschen hineinlassen, ohne zu wissen, wer sie sind",
    "Run sites, doors, kiosks and keys": "Standorte, Türen, Kioske und Schlüssel betreiben",
}
"""For every purpose that a column is kept for."""

BASES: Final = {
    "GDPR art. 6(1)(a)": "Art. 6 Abs. 1 Buchst. a DSGVO (Einwilligung)",
    "GDPR art. 6(1)(c)": "Art. 6 Abs. 1 Buchst. c DSGVO (rechtliche Pflicht)",
    "GDPR art. 6(1)(f)": "Art. 6 Abs. 1 Buchst. f DSGVO (berechtigtes Interesse)",
    "no personal data": "keine personenbezogenen Daten",
}

KEPT: Final = {
    "until it is answered, and {number} months after; gone when you take your consent back": (
        "bis es beantwortet ist, und {number} Monate danach; sofort weg, wenn Sie Ihr Ja "
        "zurücknehmen"
    ),
    "while you take part; gone when you take your consent back": (
        "solange Sie mitmachen; weg, sobald Sie Ihr Ja zurücknehmen"
    ),
    "as long as the entries of that week": "so lange wie die Eintritte dieser Woche",
    "{number} days": "{number} Tage",
    "7 days": "7 Tage",
    "until an administrator changes it": "bis jemand aus der Verwaltung es ändert",
    "{number} months": "{number} Monate",
    "a day after the hour is over; then a rounded number for the site stays, if it isn't small": (
        "einen Tag, nachdem die Stunde vorbei ist; dann bleibt eine gerundete Zahl für den "
        "Standort, wenn sie nicht klein ist"
    ),
    "while a transaction erases, which nobody else sees": (
        "während ein Löschvorgang läuft; niemand sonst sieht es"
    ),
    "{number} days after something else came to hold": "{number} Tage, nachdem etwas anderes gilt",
    "while you take part, and 30 days after": "solange Sie mitmachen, und 30 Tage danach",
    "while the console account exists": "solange es das Konto gibt",
    "90 days after the phone last fetched a badge; gone when you end it": (
        "90 Tage, nachdem das Telefon zuletzt einen Ausweis geholt hat; weg, sobald Sie es "
        "entfernen"
    ),
    "as long as the list": "so lange wie die Liste",
    "until it runs out": "bis es abläuft",
    "as long as backups are kept, and 30 days": "so lange wie die Sicherungen, und 30 Tage",
    "while any consent points at it": "solange sich ein Ja darauf bezieht",
    "{number} months after the consent ended": "{number} Monate, nachdem das Ja geendet hat",
}
"""For every rule by which rows are kept."""

_BUILDING: Final = {
    "Tells sites apart.": "Unterscheidet die Standorte.",
    "The code that badges of this site carry.": "Die Kennung auf Ausweisen dieses Standorts.",
    "What the building is called.": "Wie das Gebäude heißt.",
    "The local time that opening windows mean.": "Die Ortszeit, in der Öffnungszeiten gelten.",
    "How many people the site may hold, if it has a limit.": (
        "Wie viele Menschen hineindürfen, wenn es eine Grenze gibt."
    ),
    "Which doors day passes open, and when.": "Welche Türen ein Tagespass öffnet, und wann.",
    "Which doors new badges of this site open.": "Welche Türen neue Ausweise hier öffnen.",
    "The weekly local times at which the front desk means to be open.": (
        "Die Zeiten der Woche, in denen der Empfang besetzt sein soll."
    ),
    "When the front desk last said that it is open.": (
        "Wann der Empfang zuletzt gemeldet hat, dass er besetzt ist."
    ),
    "When the front desk said that it is closed; none once it has opened again.": (
        "Wann der Empfang gemeldet hat, dass er geschlossen ist; leer, sobald er wieder öffnet."
    ),
    "When day passes were last printed or admitted here.": (
        "Wann hier zuletzt Tagespässe gedruckt oder angenommen wurden."
    ),
    "The site that is closed.": "Der Standort, der geschlossen ist.",
    "The local day on which it is closed.": "Der Tag, an dem er geschlossen ist.",
    "A mail domain whose addresses may join by the poster.": (
        "Eine E-Mail-Domain, deren Adressen über den Aushang mitmachen dürfen."
    ),
    "Tells doors apart.": "Unterscheidet die Türen.",
    "The site the door belongs to.": "Der Standort, zu dem die Tür gehört.",
    "What the door is called.": "Wie die Tür heißt.",
    "In, out, or either.": "Hinein, hinaus oder beides.",
    "Normal, locked, open or off.": "Normal, verschlossen, offen oder außer Betrieb.",
    "For everybody who may come in, or for a few who are named.": (
        "Für alle, die hineindürfen, oder für wenige, die benannt sind."
    ),
    "Whether it takes any badge, or only one that a phone has just proved.": (
        "Ob jeder Ausweis genügt oder nur einer, den ein Telefon eben erst bewiesen hat."
    ),
    "How soon the same badge may come in again.": (
        "Nach welcher Zeit derselbe Ausweis wieder hineindarf."
    ),
    "Whether that refuses or only says so.": "Ob das abweist oder nur einen Hinweis gibt.",
    "Raised by every change, so that no scan is decided on old facts.": (
        "Steigt mit jeder Änderung, damit kein Scan nach alten Angaben entschieden wird."
    ),
    "The door they held at.": "Die Tür, an der es galt.",
    "The version of the door at which this held.": "Der Stand der Tür, zu dem das galt.",
    "From when it held.": "Ab wann es galt.",
    "Until when; empty while it does.": "Bis wann; leer, solange es noch gilt.",
    "Posture, class, hours of each profile and closed days, so that a scan which a kiosk tells "
    "of later is judged by what held then.": (
        "Stellung, Art, Zeiten der Profile und geschlossene Tage: damit ein Scan, den ein Kiosk "
        "später meldet, nach dem beurteilt wird, was damals galt."
    ),
    "Tells access profiles apart.": "Unterscheidet die Zugangsprofile.",
    "What the profile is called.": "Wie das Profil heißt.",
    "The first day on which it opens anything.": "Der erste Tag, an dem es etwas öffnet.",
    "The last day on which it opens anything.": "Der letzte Tag, an dem es etwas öffnet.",
    "The profile.": "Das Profil.",
    "A door that it opens.": "Eine Tür, die es öffnet.",
    "The weekly local times at which it does.": "Die Zeiten der Woche, in denen es das tut.",
    "Tells kiosks apart.": "Unterscheidet die Kioske.",
    "The door it stands at.": "Die Tür, an der er steht.",
    "What the device is called.": "Wie das Gerät heißt.",
    "Scanner, camera, or both.": "Scanner, Kamera oder beides.",
    "Stands for the device's secret.": "Steht für das Geheimnis des Geräts.",
    "Stands for the pairing code.": "Steht für den Code, der das Gerät verbindet.",
    "When the pairing code runs out.": "Wann dieser Code abläuft.",
    "When the device was paired.": "Wann das Gerät verbunden wurde.",
    "When the device was shut out.": "Wann das Gerät ausgesperrt wurde.",
    "How often its staff code was changed; the code follows from it.": (
        "Wie oft der Code für das Personal gewechselt wurde; er ergibt sich daraus."
    ),
    "The device that reported.": "Das Gerät, das sich gemeldet hat.",
    "When it last reported.": "Wann es sich zuletzt gemeldet hat.",
    "Scans that wait to be sent.": "Scans, die noch gesendet werden.",
    "Scans ever queued; a step back means lost storage or a copied device.": (
        "Scans, die je gewartet haben; wird die Zahl kleiner, ging Speicher verloren oder ein "
        "Gerät wurde kopiert."
    ),
    "How old its data is.": "Wie alt seine Daten sind.",
    "Whether its camera works.": "Ob seine Kamera geht.",
    "Whether its scanner works.": "Ob sein Scanner geht.",
    "How far its clock is off.": "Wie weit seine Uhr falsch geht.",
    "The release of the page it runs.": "Die Ausgabe der Seite, die darauf läuft.",
    "How many pictures its camera looked for a code in since its page was loaded; a count, no "
    "picture.": (
        "In wie vielen Bildern die Kamera nach einem Code gesucht hat, seit die Seite geladen "
        "wurde; eine Zahl, kein Bild."
    ),
    "How many of them had to be given up.": "Wie viele davon aufgegeben werden mussten.",
    "How long one of them usually takes.": "Wie lange eines meist braucht.",
    "The screen that told it.": "Der Bildschirm, der es gemeldet hat.",
    "The day on which it did.": "Der Tag, an dem er das tat.",
    "Whether it is about badges or about day passes.": (
        "Ob es um Ausweise oder um Tagespässe geht."
    ),
    "How long it took to green, the one in the middle of ten times or more, so that everybody can "
    "see whether a day pass is as quick; no number of people.": (
        "Wie lange es bis zum grünen Zeichen dauerte, die mittlere aus mindestens zehn Malen, "
        "damit alle sehen, ob ein Tagespass so schnell ist; keine Zahl von Menschen."
    ),
    "Until when it counts.": "Bis wann es zählt.",
}

_PEOPLE: Final = {
    "Stands for you where your name is.": "Steht dort für Sie, wo Ihr Name steht.",
    "So that the front desk can help the right person.": (
        "Damit der Empfang dem richtigen Menschen hilft."
    ),
    "Proves that you belong here, and is how you sign in; none if you joined with a code from the "
    "front desk.": (
        "Zeigt, dass Sie hierher gehören, und damit melden Sie sich an; leer, wenn Sie mit einem "
        "Code vom Empfang mitgemacht haben."
    ),
    "The language you read notices in.": "Die Sprache, in der Sie Hinweise lesen.",
    "Links you to your other references; deleted with you.": (
        "Verbindet Sie mit Ihren anderen Kennungen; wird mit Ihnen gelöscht."
    ),
    "Stands for you in the record of consents.": "Steht im Verzeichnis der Einwilligungen für Sie.",
    "Stands for you where badges are.": "Steht bei den Ausweisen für Sie.",
    "Stands for you in the record of who looked.": ("Steht im Verzeichnis der Einblicke für Sie."),
    "Whether your badge may open doors, as your choices say.": (
        "Ob Ihr Ausweis Türen öffnen darf, so wie Sie es gewählt haben."
    ),
    "Until when your choice to carry a badge holds.": (
        "Bis wann Ihre Entscheidung für einen Ausweis gilt."
    ),
    "Whether your entries may be kept for you, as your choices say.": (
        "Ob Ihre Eintritte für Sie aufgehoben werden dürfen, so wie Sie es gewählt haben."
    ),
    "When the pause you asked for ends by itself; until then nothing of yours is deleted.": (
        "Wann die Pause, um die Sie gebeten haben, von selbst endet; bis dahin wird von Ihnen "
        "nichts gelöscht."
    ),
    "When you were last told that a yes of yours ends soon, so that it isn't said often.": (
        "Wann Sie zuletzt hörten, dass ein Ja von Ihnen bald endet, damit es nicht zu oft gesagt "
        "wird."
    ),
    "When your badge ends because your time here does, if somebody entered that.": (
        "Wann Ihr Ausweis endet, weil Ihre Zeit hier endet, falls das jemand eingetragen hat."
    ),
    "Raised by every change, so that no scan outlives a choice taken back.": (
        "Steigt mit jeder Änderung, damit kein Scan ein zurückgenommenes Ja überlebt."
    ),
    "Whose badge it is about.": "Um wessen Ausweis es geht.",
    "Which doors the badge opens, and when.": "Welche Türen der Ausweis öffnet, und wann.",
    "Tells your phones apart.": "Unterscheidet Ihre Telefone.",
    "Whose phone it is.": "Wessen Telefon es ist.",
    "What it says it is, so that you know it again.": (
        "Was es von sich sagt, damit Sie es wiedererkennen."
    ),
    "The kind of its key.": "Die Art seines Schlüssels.",
    "The public half of its key; the other half never leaves the phone.": (
        "Die öffentliche Hälfte seines Schlüssels; die andere verlässt das Telefon nie."
    ),
    "When your badge was put on it.": "Wann Ihr Ausweis darauf kam.",
    "The day on which it is forgotten, unless it fetches a badge before.": (
        "Der Tag, an dem es vergessen wird, wenn es bis dahin keinen Ausweis holt."
    ),
    "The random number in your badge's code.": "Die zufällige Nummer im Code Ihres Ausweises.",
    "Whose badge it is.": "Wessen Ausweis es ist.",
    "Printed, or on a phone.": "Gedruckt oder auf einem Telefon.",
    "Which phone it is on, if on one.": "Auf welchem Telefon er ist, wenn er auf einem ist.",
    "Whether it is good, switched off or replaced.": "Ob er gilt, abgeschaltet oder ersetzt ist.",
    "The site or organisation it is for.": "Für welchen Standort oder welche Firma er gilt.",
    "When it was made.": "Wann er entstanden ist.",
    "Until when it is good.": "Bis wann er gilt.",
    "Which key signed it.": "Welcher Schlüssel ihn unterschrieben hat.",
    "Which published list of switched-off badges it is in.": (
        "In welcher veröffentlichten Liste abgeschalteter Ausweise er geführt wird."
    ),
    "Its place in that list.": "Sein Platz in dieser Liste.",
    "Finds the badge when its short code is typed.": (
        "Findet den Ausweis, wenn sein Kurzcode getippt wird."
    ),
    "Since when it is switched off or replaced.": "Seit wann er abgeschaltet oder ersetzt ist.",
    "The number in the list's address.": "Die Nummer in der Adresse der Liste.",
    "The key that signs the badges in it: a new key begins a new list.": (
        "Der Schlüssel, der ihre Ausweise unterschreibt: Ein neuer beginnt eine neue Liste."
    ),
    "The published list.": "Die veröffentlichte Liste.",
    "A place in that list; never used twice.": "Ein Platz in der Liste; nie zweimal vergeben.",
    "0 good, 1 switched off, 2 paused.": "0 gilt, 1 abgeschaltet, 2 pausiert.",
    "Keyed hash of a badge whose holder no longer takes part.": (
        "Verschlüsselte Prüfsumme eines Ausweises, dessen Besitzer nicht mehr mitmacht."
    ),
    "When that badge would have run out by itself.": "Wann er von selbst abgelaufen wäre.",
}

_ENTRIES: Final = {
    "Stands for you in the entries of one week only.": (
        "Steht in den Eintritten einer einzigen Woche für Sie."
    ),
    "Whose week it is.": "Wessen Woche es ist.",
    "The Monday it begins with.": "Der Montag, mit dem sie beginnt.",
    "When that week is over, in UTC.": "Wann die Woche vorbei ist, in UTC.",
    "Tells entries apart; its time part is cut to the minute.": (
        "Unterscheidet die Eintritte; die Zeit darin ist auf die Minute gekürzt."
    ),
    "When you came in, to the minute.": "Wann Sie hereinkamen, auf die Minute.",
    "The site you came in at.": "Der Standort, an dem Sie hereinkamen.",
    "The screen you held the badge to.": "Der Bildschirm, an den Sie den Ausweis hielten.",
    "What was shown: a printed badge, one on a phone, or its typed code.": (
        "Was gezeigt wurde: ein gedruckter Ausweis, einer auf dem Telefon oder sein getippter Code."
    ),
    "The notice that was in force.": "Der Hinweistext, der damals galt.",
    "Makes the commitment unreadable without this row.": (
        "Macht die Prüfsumme ohne diese Zeile unlesbar."
    ),
    "What a log may hold of this entry: 32 bytes that say nothing.": (
        "Was ein Protokoll von diesem Eintritt enthalten darf: 32 Bytes, die nichts sagen."
    ),
    "Keyed hash of kiosk and nonce, so that a scan sent twice counts once.": (
        "Verschlüsselte Prüfsumme des Scans, damit ein doppelt gesendeter nur einmal zählt."
    ),
    "Whether the answer was yes.": "Ob die Antwort Ja war.",
    "What the kiosk said.": "Was der Kiosk gesagt hat.",
    "The minute of the answer.": "Die Minute der Antwort.",
    "The hour it is kept from.": "Die Stunde, ab der sie aufgehoben wird.",
    "The kiosk that counted.": "Der Kiosk, der gezählt hat.",
    "The hour it is about.": "Die Stunde, um die es geht.",
    "The site they came in at.": "Der Standort, an dem sie kamen.",
    "How many came in, rounded, badges and day passes alike; few of them are not kept.": (
        "Wie viele kamen, gerundet, ob mit Ausweis oder Tagespass; wenige werden nicht aufgehoben."
    ),
    "How many came in, badges and day passes alike.": (
        "Wie viele hereinkamen, mit Ausweis und Tagespass zusammen."
    ),
    "How many left; only lowers how full the site is.": (
        "Wie viele gegangen sind; sagt nur, wie voll es noch ist."
    ),
    "How many codes couldn't be read.": "Wie viele Codes nicht zu lesen waren.",
    "Tells refusals apart; its time part is cut to the minute.": (
        "Unterscheidet die Fälle; die Zeit darin ist auf die Minute gekürzt."
    ),
    "The door that stayed shut.": "Die Tür, die zublieb.",
    "When, to the minute.": "Wann, auf die Minute.",
    "Why, where the reason says nothing about anyone.": (
        "Warum, wenn der Grund über niemanden etwas sagt."
    ),
    "Stands for a presentation at a kiosk, or for one of its hours: a part of a hash.": (
        "Steht für ein Vorzeigen an einem Kiosk oder für eine seiner Stunden: ein Teil einer "
        "Prüfsumme."
    ),
    "The door at which it was.": "Die Tür, an der es war.",
    "In what a kiosk without a connection and the server disagree.": (
        "Worin ein Kiosk ohne Verbindung und der Server sich widersprechen."
    ),
    "How old the data was that the kiosk went by, if that is known.": (
        "Wie alt die Daten waren, nach denen der Kiosk ging, wenn das bekannt ist."
    ),
    "Whose badge it was, while you let your entries be kept.": (
        "Wessen Ausweis es war, solange Sie Ihre Eintritte aufheben lassen."
    ),
    "What came of it.": "Was daraus wurde.",
    "When somebody looked into it.": "Wann sich jemand darum gekümmert hat.",
    "Keyed hash: the same badge again within the gap, under a key of the day; or the same proof "
    "of a badge on a phone, which nobody finds who hasn't seen that proof.": (
        "Verschlüsselte Prüfsumme: ob derselbe Ausweis zu bald wiederkommt, mit einem Schlüssel "
        "nur für diesen Tag; oder ob ein Telefon denselben Beweis zweimal zeigt, was niemand "
        "findet, der ihn nicht gesehen hat."
    ),
    "When it stops mattering; for a proof the hour by which every kiosk has told of it.": (
        "Ab wann es keine Rolle mehr spielt; bei einem Beweis die Stunde, bis zu der ihn jeder "
        "Kiosk gemeldet hat."
    ),
    "Tells packs apart.": "Unterscheidet die Stapel.",
    "The number printed on the pack, to void it by.": (
        "Die aufgedruckte Nummer, mit der sich der Stapel sperren lässt."
    ),
    "The site it is for.": "Für welchen Standort er ist.",
    "The day of its first pass.": "Der Tag des ersten Passes.",
    "How many passes it has.": "Wie viele Pässe er hat.",
    "Hashes of its passes (hex, 8 bytes each), so that a lost pack can be voided.": (
        "Prüfsummen seiner Pässe (je 8 Bytes), damit sich ein verlorener Stapel sperren lässt."
    ),
    "When its last pass runs out.": "Wann der letzte Pass abläuft.",
    "Finds the pass when it is shown or its short code is typed.": (
        "Findet den Pass, wenn er gezeigt oder sein Kurzcode getippt wird."
    ),
    "The site it opens.": "Der Standort, den er öffnet.",
    "When its day begins.": "Wann sein Tag beginnt.",
    "When its day ends.": "Wann sein Tag endet.",
    "Whether it was voided.": "Ob er gesperrt wurde.",
    "Which key signed it: a key that is revoked opens nothing, typed or shown.": (
        "Welcher Schlüssel ihn unterschrieben hat: Ein zurückgezogener öffnet nichts, ob getippt "
        "oder gezeigt."
    ),
    "Tells kiosks without a connection that it was voided; none for older passes.": (
        "Sagt Kiosken ohne Verbindung, dass er gesperrt ist; leer bei älteren Pässen."
    ),
}

_CHOICES: Final = {
    "Tells acts apart.": "Unterscheidet die Schritte.",
    "The order of acts inside the record.": "Die Reihenfolge der Schritte.",
    "What you said yes or no to.": "Wozu Sie Ja oder Nein gesagt haben.",
    "What the act made of it.": "Was dadurch galt.",
    "What was done.": "Was getan wurde.",
    "Who did it: you, your employer, or the clock.": (
        "Wer es war: Sie, Ihr Arbeitgeber oder die Uhr."
    ),
    "How it was done.": "Auf welchem Weg.",
    "The alias of who handed you the code on paper that you said yes with, if one did.": (
        "Das Kürzel dessen, der Ihnen den Code auf Papier gab, mit dem Sie Ja gesagt haben, wenn "
        "es so war."
    ),
    "When, in UTC.": "Wann, in UTC.",
    "Until when a yes holds.": "Bis wann ein Ja gilt.",
    "Which notice was shown.": "Welcher Hinweistext gezeigt wurde.",
    "In which language.": "In welcher Sprache.",
    "Proves the text that was shown.": "Belegt den Text, der gezeigt wurde.",
    "Proves the data that was declared.": "Belegt die Daten, die angegeben waren.",
    "Proves the form that was shown.": "Belegt das Formular, das gezeigt wurde.",
    "Makes the hint unreadable without the address.": (
        "Macht das folgende Merkmal ohne die Adresse unlesbar."
    ),
    "Lets a claim by a named person be checked; no list can be read out of it.": (
        "Damit lässt sich prüfen, was jemand unter seinem Namen vorbringt; eine Liste lässt sich "
        "daraus nicht lesen."
    ),
    "What a log may hold of this act: 32 bytes that say nothing.": (
        "Was ein Protokoll von diesem Schritt enthalten darf: 32 Bytes, die nichts sagen."
    ),
    "When the record ended; it is kept from then on as proof.": (
        "Wann es geendet hat; von da an bleibt es als Nachweis."
    ),
    "Keyed hash of your receipt's code, which takes back without signing in.": (
        "Verschlüsselte Prüfsumme des Codes auf Ihrer Quittung, der ohne Anmeldung zurücknimmt."
    ),
    "Until when the code shows what was erased, once that has happened.": (
        "Bis wann der Code zeigt, was gelöscht wurde, wenn es so weit war."
    ),
    "How many rows of each kind were erased, once that has happened.": (
        "Wie viele Zeilen jeder Art gelöscht wurden, wenn es so weit war."
    ),
    "How many rows of each kind stayed, once that has happened.": (
        "Wie viele Zeilen jeder Art blieben, wenn es so weit war."
    ),
    "A random number that the ledger of erasures has too: this one is done here.": (
        "Eine zufällige Nummer, die auch im Verzeichnis der Löschungen steht: Diese ist hier "
        "erledigt."
    ),
    "When no backup from before it exists any more.": (
        "Ab wann es keine Sicherung von davor mehr gibt."
    ),
    "Says that this transaction erases: without it, the database keeps what a log covers.": (
        "Sagt, dass dieser Vorgang löscht: Sonst behält die Datenbank, was ein Protokoll abdeckt."
    ),
    "Which notice, in which version.": "Welcher Hinweistext, in welcher Fassung.",
    "Proves the text.": "Belegt den Text.",
    "The text, in its parts.": "Der Text in seinen Teilen.",
    "What it promises, in a form that can be compared.": ("Was er zusagt, in vergleichbarer Form."),
    "How weighty the change to the version before is.": (
        "Wie schwer die Änderung zur vorigen Fassung wiegt."
    ),
    "The alias of who wrote it.": "Das Kürzel dessen, der ihn geschrieben hat.",
    "The alias of who published it.": "Das Kürzel dessen, der ihn veröffentlicht hat.",
    "When it was published.": "Wann er veröffentlicht wurde.",
    "From when it holds.": "Ab wann er gilt.",
}

_WAYS_IN: Final = {
    "Keyed hash of the address that may join.": (
        "Verschlüsselte Prüfsumme der Adresse, die mitmachen darf."
    ),
    "Keyed hash of the invitation's code.": "Verschlüsselte Prüfsumme des Codes der Einladung.",
    "The access profile to start with.": "Das Zugangsprofil zu Beginn.",
    "The site to start with.": "Der Standort zu Beginn.",
    "When a badge made with it ends, if that is known beforehand.": (
        "Wann ein Ausweis daraus endet, wenn das vorher feststeht."
    ),
    "When it runs out.": "Wann es abläuft.",
    "Tells lines apart.": "Unterscheidet die Zeilen.",
    "The list it was pasted with, so that all of it can be undone.": (
        "Mit welcher Liste sie kam, damit sich die ganze Liste zurücknehmen lässt."
    ),
    "What is to be done for the address: invite it, or end its enrolment.": (
        "Was mit der Adresse geschehen soll: einladen oder die Teilnahme beenden."
    ),
    "The address on the line, until it has been worked through.": (
        "Die Adresse in der Zeile, bis sie abgearbeitet ist."
    ),
    "When a badge ends, if that is known.": "Wann ein Ausweis endet, wenn das feststeht.",
    "From when it is worked through: until then it can be undone.": (
        "Ab wann sie abgearbeitet wird: Bis dahin lässt sie sich zurücknehmen."
    ),
    "When it is given up.": "Wann sie aufgegeben wird.",
    "Keyed hash of a code that the front desk gave out on paper, to nobody by name.": (
        "Verschlüsselte Prüfsumme eines Codes, den der Empfang auf Papier ausgab, ohne Namen."
    ),
    "The alias of who gave it out.": "Das Kürzel dessen, der ihn ausgegeben hat.",
    "When it runs out: after 15 minutes.": "Wann er abläuft: nach 15 Minuten.",
    "Keyed hash of the address a code was mailed to.": (
        "Verschlüsselte Prüfsumme der Adresse, an die ein Code ging."
    ),
    "Keyed hash of that code.": "Verschlüsselte Prüfsumme dieses Codes.",
    "How often it may still be typed wrong.": "Wie oft er noch falsch getippt werden darf.",
    "Stands for the browser that is joining.": "Steht für den Browser, in dem jemand mitmacht.",
    "The address that is joining, for at most 15 minutes; none with a code on paper.": (
        "Die Adresse, die gerade mitmacht, höchstens 15 Minuten lang; leer bei einem Code auf "
        "Papier."
    ),
    "Whether the mailed code was typed.": "Ob der verschickte Code getippt wurde.",
    "The name that was typed, for at most 15 minutes.": (
        "Der Name, der getippt wurde, höchstens 15 Minuten lang."
    ),
    "When the badge ends, if that is known.": "Wann der Ausweis endet, wenn das feststeht.",
    "The alias of who handed out the code on paper, if there was one.": (
        "Das Kürzel dessen, der den Code auf Papier ausgab, wenn es einen gab."
    ),
    "Stands for your sign-in; the secret is in your browser alone.": (
        "Steht für Ihre Anmeldung; das Geheimnis hat allein Ihr Browser."
    ),
    "Who is signed in.": "Wer angemeldet ist.",
    "Which console account is signed in.": "Welches Konto der Verwaltung angemeldet ist.",
    "When the sign-in began.": "Wann die Anmeldung begann.",
    "When it ends at the latest.": "Wann sie spätestens endet.",
    "When you last proved that it is you, in the console.": (
        "Wann Sie in der Verwaltung zuletzt gezeigt haben, dass Sie es sind."
    ),
    "The minute in which a page of the console was last opened with it; it ends an hour later. "
    "Empty for the pages of people.": (
        "Die Minute, in der damit zuletzt eine Seite der Verwaltung geöffnet wurde; eine Stunde "
        "später endet sie. Leer bei den Seiten für alle."
    ),
    "Why people's records are looked at in this console session; the people can read it.": (
        "Warum in dieser Sitzung der Verwaltung Angaben angesehen werden; wen es betrifft, kann es "
        "lesen."
    ),
    "The kind of that reason.": "Die Art dieses Grundes.",
    "Carries your badge from one screen to your phone, once.": (
        "Bringt Ihren Ausweis von einem Bildschirm auf Ihr Telefon, einmal."
    ),
    "Whose badge it carries.": "Wessen Ausweis es ist.",
    "When it runs out: after 5 minutes.": "Wann es abläuft: nach 5 Minuten.",
    "Keyed hash of what was tried, and from where or at which kiosk.": (
        "Verschlüsselte Prüfsumme dessen, was versucht wurde, und von wo oder an welchem Kiosk."
    ),
    "How often.": "Wie oft.",
    "When it is forgotten.": "Wann es vergessen wird.",
    "Tells messages apart.": "Unterscheidet die Nachrichten.",
    "Where the message goes.": "Wohin die Nachricht geht.",
    "What the message is about.": "Worum es in der Nachricht geht.",
    "The message; the person reads it.": "Die Nachricht, so wie sie gelesen wird.",
    "Whether it is an invitation, which ends if it can't be delivered.": (
        "Ob es eine Einladung ist, die endet, wenn sie sich nicht zustellen lässt."
    ),
    "How often sending was tried.": "Wie oft das Senden versucht wurde.",
}

_CONSOLE: Final = {
    "Tells console accounts apart.": "Unterscheidet die Konten.",
    "How you appear to people whose records you look at.": (
        "Wie Sie bei denen heißen, deren Angaben Sie ansehen."
    ),
    "How you sign in.": "Womit Sie sich anmelden.",
    "What you may do.": "Was Sie dürfen.",
    "The site whose front desk you run, if one.": (
        "Der Standort, dessen Empfang Sie führen, wenn Sie einen führen."
    ),
    "Your password as Argon2id keeps it; nobody can read it.": (
        "Ihr Passwort, wie Argon2id es aufbewahrt; lesen kann es niemand."
    ),
    "Your second factor's secret, sealed.": "Das Geheimnis Ihres zweiten Faktors, versiegelt.",
    "The last code that was used, so that none works twice.": (
        "Der zuletzt benutzte Code, damit keiner zweimal gilt."
    ),
    "Keyed hash of the one-time link that sets up the account.": (
        "Verschlüsselte Prüfsumme des einmaligen Links, der das Konto einrichtet."
    ),
    "When that link runs out.": "Wann dieser Link abläuft.",
    "When the account was ended.": "Wann das Konto beendet wurde.",
    "Tells your passkeys apart.": "Unterscheidet Ihre Passkeys.",
    "Which console account it opens.": "Welches Konto er öffnet.",
    "What you call it.": "Wie Sie ihn nennen.",
    "What your device knows it by.": "Woran Ihr Gerät ihn erkennt.",
    "Checks your device's signatures; it can make none.": (
        "Prüft die Unterschriften Ihres Geräts; selbst unterschreiben kann er nicht."
    ),
    "How often your device says it has signed, so that a copy is noticed.": (
        "Wie oft Ihr Gerät nach eigener Angabe unterschrieben hat, damit eine Kopie auffällt."
    ),
    "When you added it.": "Wann Sie ihn hinzugefügt haben.",
    "Tells events apart.": "Unterscheidet die Vorgänge.",
    "When it was done.": "Wann es getan wurde.",
    "The alias of who did it.": "Das Kürzel dessen, der es getan hat.",
    "The role they did it in.": "In welcher Rolle.",
    "What it was done to.": "Woran es getan wurde.",
    "The kind of reason.": "Die Art des Grundes.",
    "How many things it touched.": "Wie viel es betraf.",
    "What a log may hold of this event: 32 bytes that say nothing.": (
        "Was ein Protokoll von diesem Vorgang enthalten darf: 32 Bytes, die nichts sagen."
    ),
    "When somebody looked, to the minute.": "Wann jemand hineinsah, auf die Minute.",
    "The alias of who looked.": "Das Kürzel dessen, der hineinsah.",
    "Their role.": "In welcher Rolle.",
    "How: in a list, or your record alone.": "Wie: in einer Liste oder Ihre Angaben allein.",
    "Which kinds of data they saw.": "Welche Arten von Angaben zu sehen waren.",
    "The kind of reason they gave.": "Die Art des genannten Grundes.",
    "The reason they wrote; you can read it.": "Der Grund in Worten; Sie können ihn lesen.",
}

_REQUESTS: Final = {
    "Tells requests apart.": "Unterscheidet die Anträge.",
    "Who asked.": "Wer den Antrag gestellt hat.",
    "What you asked for.": "Was Sie beantragt haben.",
    "The use that you object to.": "Der Zweck, dem Sie widersprechen.",
    "What you wrote; the people who answer read it.": (
        "Was Sie geschrieben haben; wer antwortet, liest es."
    ),
    "When you asked.": "Wann Sie es beantragt haben.",
    "When the answer is due.": "Wann die Antwort fällig ist.",
    "What came of it.": "Was daraus wurde.",
    "The answer; you can read it.": "Die Antwort; Sie können sie lesen.",
    "When it was answered.": "Wann es beantwortet wurde.",
}

WHY: Final = {**_BUILDING, **_PEOPLE, **_ENTRIES, **_CHOICES, **_WAYS_IN, **_CONSOLE, **_REQUESTS}
"""For every column: why it is there."""
