heading = Inloggen bij de balie
practice = Kies als wie je binnenkomt. Dit is oefenen: er zit niemand achter deze namen.
come_in = { $name }, { $role }
