"""评委席: the face of the program on a panel's laptop (ux §4.6). It knows the laptop's services and nothing of an office."""
