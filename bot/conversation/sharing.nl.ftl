# Sharing: hoe een badge er ergens anders uitziet.

size = { $ects ->
        [unknown] { $hours ->
            [0] {""}
           *[other] { $hours } uur
        }
       *[other] { $ects } EC
    }

cv_line = { $name ->
        [unknown] Naam van je badge
       *[other] { $name }
    } (edubadge{ $size ->
        [unknown] {""}
       *[other] , { $size }
    }){ $organisation ->
        [unknown] {""}
       *[other] , { $organisation }
    }{ $day ->
        [unknown] {""}
       *[other] , { $day }
    }. Te controleren via: { $link ->
        [unknown] jouw link
       *[other] { $link }
    }

signature = { $name ->
        [unknown] Mijn edubadge
       *[other] Edubadge { $name }
    }{ $organisation ->
        [unknown] {""}
       *[other] {" "}van { $organisation }
    }: { $link ->
        [unknown] jouw link
       *[other] { $link }
    }

post = { $name ->
        [unknown] Ik heb een edubadge gehaald
       *[other] Ik heb de edubadge ‘{ $name }’ gehaald
    }{ $organisation ->
        [unknown] {""}
       *[other] {" "}bij { $organisation }
    }{ $size ->
        [unknown] {""}
       *[other] {" "}({ $size })
    }. Hier zie je wat ik heb geleerd en kun je nagaan of hij echt is: { $link ->
        [unknown] jouw link
       *[other] { $link }
    }
