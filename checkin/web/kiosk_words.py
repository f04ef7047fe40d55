"""Every word on the kiosk page, in each language it speaks.

Each language was written for itself, not translated: what a sign at a door would say there. Only
text in dictionaries, so that the page can carry it as one block of JSON. An answer has a headline
that can be read from three metres, and what to do next. It never says why: unknown, switched off,
expired and taken back are one answer.
"""

from typing import Final

ENGLISH: Final[dict[str, dict[str, str]]] = {
    "language": {"name": "English"},
    "title": {"page": "Check in"},
    "starting": {
        "headline": "One moment",
        "next": "This screen is getting ready.",
    },
    "ready": {
        "scanner": "Hold your badge to the scanner.",
        "camera": "Hold your badge up to the camera.",
        "camera_off": "Switch the camera on, then hold up your badge.",
        "leaving": "You are leaving.",
        "hint_scanner": "A printed badge or a day pass, with the square code facing the scanner.",
        "hint_camera": "Keep it flat and still, about a hand's length away.",
        "several": "One badge at a time, please.",
        "several_next": "Two are in view. Take one of them away.",
    },
    "reading": {"headline": "Reading", "slow": "Still checking, one moment."},
    "paused_open": {
        "headline": "This door is open.",
        "next": "Please come in. You don't need a badge now, and nothing is read here.",
    },
    "paused_locked": {
        "headline": "This door is closed.",
        "next": "Please use another entrance, or ask the front desk.",
    },
    "paused_off": {
        "headline": "This door is not in use.",
        "next": "Please use another entrance, or ask the front desk.",
    },
    "blind": {
        "headline": "This screen can't check badges right now.",
        "next": "The front desk can let you in.",
        "recovers": "It tries again by itself.",
    },
    "welcome": {"headline": "Welcome", "next": "Please come in."},
    "goodbye": {"headline": "Goodbye", "next": "Have a good way home."},
    "already": {
        "headline": "Used a moment ago",
        "next": "Please wait a little and try again, or go to the front desk.",
    },
    "already_admitted": {
        "headline": "Please come in.",
        "next": "This badge was used a moment ago. If that wasn't you, tell the front desk.",
    },
    "unreadable": {
        "headline": "Please try again.",
        "next": "Hold the square code flat and still. Or type the code printed below it.",
    },
    "show_live": {
        "headline": "Please show your fresh badge.",
        "next": "Open your badge on your phone and hold it up here, or go to the front desk.",
    },
    "use_desk": {
        "headline": "Please go to the front desk.",
        "next": "They can help you, and they have a way in for you.",
    },
    "closed": {
        "headline": "This door is closed.",
        "next": "Please use another entrance, or ask the front desk.",
    },
    "not_here": {
        "headline": "Please use another door.",
        "next": "The front desk can tell you which doors are yours.",
    },
    "not_now": {
        "headline": "Not at this hour",
        "next": "The front desk can tell you when this door opens for you.",
    },
    "full": {
        "headline": "The building is full.",
        "next": "Please wait until somebody leaves, or ask the front desk.",
    },
    "wait": {
        "headline": "Too many codes in a row.",
        "next": "Typing works again in a minute. Badges and the front desk work now.",
    },
    "no_data": {
        "headline": "This screen can't check badges right now.",
        "next": "The front desk can let you in.",
    },
    "mode": {
        "starting": "Looking for the server",
        "checked": "Checked with the server",
        "alone": "Checked against data of {time}",
        "full": "No room to keep scans",
        "lost": "Can't reach the server",
        "open": "Nothing is read or sent",
    },
    "direction": {"group": "Which way?", "in": "Come in", "out": "Leave"},
    "camera": {
        "on": "Use the camera",
        "off": "Camera off",
        "starting": "Starting the camera",
        "change": "Other camera",
        "light": "Light",
        "preview": "What the camera sees",
        "refused": "The browser doesn't allow the camera here.",
        "framed": "The camera needs this page in a window of its own.",
        "own_window": "Open it",
        "missing": "No camera was found.",
        "failing": "The camera can't be read right now. You can type the code instead.",
        "note": "Looks for codes only. Pictures never leave this page.",
        "proof": "How that is tested",
    },
    "aloud": {
        "off": "Read aloud",
        "on": "Read aloud: on",
        "loud": "Read aloud: louder",
        "begins": "Answers are read aloud now.",
    },
    "code": {
        "open": "Type the code",
        "title": "Type the code",
        "hint": "The ten characters printed below the square. Take all the time you need.",
        "label": "Code",
        "delete": "Delete",
        "send": "Check",
        "close": "Close",
    },
    "help": {
        "open": "No badge?",
        "title": "No badge? You can still come in.",
        "day_pass_title": "With a day pass",
        "day_pass": "Hold it up here like a badge. It opens the same entrance and carries no name.",
        "desk_title": "At the front desk",
        "desk": "Ask there for a day pass. You don't have to say why.",
        "code_title": "Badge here, but it won't read?",
        "code": "Type the ten characters printed below the square.",
        "close": "Close",
    },
    "pairing": {
        "headline": "This screen isn't set up yet.",
        "public": "Coming in? The front desk can let you in.",
        "next": "Setting it up? Make a code in the console, under Doors and kiosks.",
        "code": "One-time code",
        "name": "Name of this device",
        "name_hint": "So that it can be found again: “Lobby tablet”.",
        "send": "Set up",
        "busy": "Setting up",
        "refused": "That code isn't right, or it has run out. Please make a new one.",
        "too_many": "Too many tries. Please make a new code and wait a minute.",
        "unreachable": "The server can't be reached. Please try again.",
        "switched_off": "This screen was switched off in the console. Nothing is left on it.",
    },
    "demo": {
        "tag": "Demo",
        "closed": "Pretend door: closed",
        "opened": "Pretend door: open",
    },
}

GERMAN: Final[dict[str, dict[str, str]]] = {
    "language": {"name": "Deutsch"},
    "title": {"page": "Eingang"},
    "starting": {
        "headline": "Einen Moment",
        "next": "Dieser Bildschirm ist gleich so weit.",
    },
    "ready": {
        "scanner": "Halten Sie Ihren Ausweis an den Scanner.",
        "camera": "Halten Sie Ihren Ausweis vor die Kamera.",
        "camera_off": "Kamera einschalten, dann Ausweis davorhalten.",
        "leaving": "Sie gehen hinaus.",
        "hint_scanner": "Ausweis oder Tagespass, mit dem quadratischen Code zum Scanner.",
        "hint_camera": "Flach und ruhig, etwa eine Handlänge entfernt.",
        "several": "Bitte nur ein Ausweis auf einmal.",
        "several_next": "Es sind zwei im Bild. Nehmen Sie einen davon weg.",
    },
    "reading": {"headline": "Wird gelesen", "slow": "Dauert noch einen Moment."},
    "paused_open": {
        "headline": "Diese Tür steht offen.",
        "next": "Kommen Sie herein. Sie brauchen gerade keinen Ausweis, hier wird nichts gelesen.",
    },
    "paused_locked": {
        "headline": "Diese Tür ist geschlossen.",
        "next": "Nehmen Sie bitte einen anderen Eingang oder fragen Sie am Empfang.",
    },
    "paused_off": {
        "headline": "Diese Tür ist nicht in Betrieb.",
        "next": "Nehmen Sie bitte einen anderen Eingang oder fragen Sie am Empfang.",
    },
    "blind": {
        "headline": "Hier können gerade keine Ausweise geprüft werden.",
        "next": "Am Empfang kommen Sie herein.",
        "recovers": "Es geht von selbst weiter, sobald es wieder klappt.",
    },
    "welcome": {"headline": "Willkommen", "next": "Kommen Sie herein."},
    "goodbye": {"headline": "Auf Wiedersehen", "next": "Kommen Sie gut nach Hause."},
    "already": {
        "headline": "Gerade schon benutzt",
        "next": "Warten Sie kurz und versuchen Sie es noch einmal, oder gehen Sie zum Empfang.",
    },
    "already_admitted": {
        "headline": "Kommen Sie herein.",
        "next": "Dieser Ausweis wurde gerade schon benutzt. Waren Sie das nicht? "
        "Dann sagen Sie es am Empfang.",
    },
    "unreadable": {
        "headline": "Bitte noch einmal versuchen.",
        "next": "Halten Sie den Code flach und ruhig. Oder tippen Sie die Zeichen darunter ein.",
    },
    "show_live": {
        "headline": "Bitte den frischen Ausweis zeigen.",
        "next": "Öffnen Sie ihn auf Ihrem Telefon und halten Sie es hierher, "
        "oder gehen Sie zum Empfang.",
    },
    "use_desk": {
        "headline": "Bitte gehen Sie zum Empfang.",
        "next": "Dort hilft man Ihnen weiter, und dort kommen Sie auch herein.",
    },
    "closed": {
        "headline": "Diese Tür ist geschlossen.",
        "next": "Nehmen Sie bitte einen anderen Eingang oder fragen Sie am Empfang.",
    },
    "not_here": {
        "headline": "Bitte eine andere Tür nehmen.",
        "next": "Am Empfang erfahren Sie, welche Türen für Sie aufgehen.",
    },
    "not_now": {
        "headline": "Nicht um diese Uhrzeit",
        "next": "Am Empfang erfahren Sie, wann diese Tür für Sie aufgeht.",
    },
    "full": {
        "headline": "Das Haus ist gerade voll.",
        "next": "Warten Sie, bis jemand geht, oder fragen Sie am Empfang.",
    },
    "wait": {
        "headline": "Zu viele Codes nacheinander.",
        "next": "Eintippen geht in einer Minute wieder. Ausweise und Empfang gehen jetzt schon.",
    },
    "no_data": {
        "headline": "Hier können gerade keine Ausweise geprüft werden.",
        "next": "Am Empfang kommen Sie herein.",
    },
    "mode": {
        "starting": "Sucht den Server",
        "checked": "Mit dem Server geprüft",
        "alone": "Mit Daten von {time} Uhr geprüft",
        "full": "Kein Platz für weitere Scans",
        "lost": "Keine Verbindung zum Server",
        "open": "Es wird nichts gelesen oder gesendet",
    },
    "direction": {"group": "In welche Richtung?", "in": "Hinein", "out": "Hinaus"},
    "camera": {
        "on": "Kamera benutzen",
        "off": "Kamera aus",
        "starting": "Kamera startet",
        "change": "Andere Kamera",
        "light": "Licht",
        "preview": "Was die Kamera sieht",
        "refused": "Der Browser erlaubt die Kamera hier nicht.",
        "framed": "Die Kamera braucht diese Seite in einem eigenen Fenster.",
        "own_window": "Öffnen",
        "missing": "Es wurde keine Kamera gefunden.",
        "failing": "Die Kamera ist gerade nicht lesbar. Sie können den Code eintippen.",
        "note": "Sucht nur nach Codes. Bilder verlassen diese Seite nie.",
        "proof": "Wie das geprüft wird",
    },
    "aloud": {
        "off": "Vorlesen",
        "on": "Vorlesen: an",
        "loud": "Vorlesen: lauter",
        "begins": "Antworten werden jetzt vorgelesen.",
    },
    "code": {
        "open": "Code eintippen",
        "title": "Code eintippen",
        "hint": "Die zehn Zeichen unter dem quadratischen Code. Lassen Sie sich Zeit.",
        "label": "Code",
        "delete": "Löschen",
        "send": "Prüfen",
        "close": "Schließen",
    },
    "help": {
        "open": "Kein Ausweis?",
        "title": "Kein Ausweis? Sie kommen trotzdem herein.",
        "day_pass_title": "Mit einem Tagespass",
        "day_pass": "Halten Sie ihn hierher wie einen Ausweis. Er öffnet denselben Eingang, "
        "und auf ihm steht kein Name.",
        "desk_title": "Am Empfang",
        "desk": "Fragen Sie dort nach einem Tagespass. Sie müssen nicht sagen, warum.",
        "code_title": "Ausweis da, aber er wird nicht gelesen?",
        "code": "Tippen Sie die zehn Zeichen ein, die unter dem Code stehen.",
        "close": "Schließen",
    },
    "pairing": {
        "headline": "Dieser Bildschirm ist noch nicht eingerichtet.",
        "public": "Sie möchten herein? Am Empfang kommen Sie herein.",
        "next": "Sie richten ihn ein? Den Code gibt es in der Konsole bei Türen und Kiosken.",
        "code": "Einmal-Code",
        "name": "Name dieses Geräts",
        "name_hint": "Damit man es wiederfindet: „Tablet in der Halle“.",
        "send": "Einrichten",
        "busy": "Wird eingerichtet",
        "refused": "Der Code stimmt nicht oder ist abgelaufen. Bitte machen Sie einen neuen.",
        "too_many": "Zu viele Versuche. Bitte machen Sie einen neuen Code und warten eine Minute.",
        "unreachable": "Keine Verbindung zum Server. Bitte versuchen Sie es noch einmal.",
        "switched_off": "Dieser Bildschirm wurde in der Konsole abgeschaltet. "
        "Auf ihm ist nichts mehr.",
    },
    "demo": {
        "tag": "Demo",
        "closed": "Gespielte Tür: zu",
        "opened": "Gespielte Tür: offen",
    },
}

WORDS: Final = {"en": ENGLISH, "de": GERMAN}

SAYS: Final = frozenset(
    {
        "welcome",
        "goodbye",
        "unreadable",
        "show_live",
        "no_data",
        "use_desk",
        "closed",
        "not_here",
        "not_now",
        "full",
        "already",
    }
)
