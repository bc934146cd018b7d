heading = Log in at the desk
practice = Choose as whom you come in. This is practice: nobody is behind these names.
come_in = { $name }, { $role }
