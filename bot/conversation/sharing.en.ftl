# Sharing: what a badge looks like elsewhere.

size = { $ects ->
        [unknown] { $hours ->
            [0] {""}
            [one] { $hours } hour
           *[other] { $hours } hours
        }
       *[other] { $ects } EC
    }

cv_line = { $name ->
        [unknown] Name of your badge
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
    }. Verify at: { $link ->
        [unknown] your link
       *[other] { $link }
    }

signature = { $name ->
        [unknown] My edubadge
       *[other] Edubadge { $name }
    }{ $organisation ->
        [unknown] {""}
       *[other] {" "}from { $organisation }
    }: { $link ->
        [unknown] your link
       *[other] { $link }
    }

post = { $name ->
        [unknown] I earned an edubadge
       *[other] I earned the edubadge ‘{ $name }’
    }{ $organisation ->
        [unknown] {""}
       *[other] {" "}at { $organisation }
    }{ $size ->
        [unknown] {""}
       *[other] {" "}({ $size })
    }. Here you can see what I learned and check that it is genuine: { $link ->
        [unknown] your link
       *[other] { $link }
    }
