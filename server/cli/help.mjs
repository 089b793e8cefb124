/** Plain JavaScript: shown before anything is installed. Every variable of `server/config.ts` is here (a test checks). */
export const HELP = `Étanche : cours interactif et bacs à sable pour apprendre la sécurité de Docker.

  npm start                  prépare ce qui manque, puis sert le cours et les exercices
  npm run stop               arrête le serveur, les bacs à sable et leur moteur
  npm run purge              efface tout ce qu’Étanche a fait sur cette machine (--oui : sans confirmation)
  npm run inviter            donne un lien, qui sert une fois, vers un nouveau compte d’administration
  npm run inviter -- <nom>   donne un lien par lequel ce compte choisit un nouveau mot de passe
  npm run docteur            dit ce que cette machine permet, et comment l’améliorer
  npm run dev                sert en rechargeant pages, contenu et exercices à chaque modification
  npm run new:lab -- <nom>   crée un exercice à partir du gabarit
  npm test                   vérifie tout

Réglages, par variables d’environnement :

  ETANCHE_HOST=127.0.0.1       adresse d’écoute ; 0.0.0.0 pour une classe
  ETANCHE_PORT=4321            port d’écoute
  ETANCHE_ORIGINS=             adresses publiques, séparées par des virgules, derrière un mandataire
  ETANCHE_REGISTRATION=open    qui peut commencer : open (tout le monde) ou class (avec un code de classe)
  ETANCHE_STATE=/var/lib/etanche
                               dossier de la base, du moteur et des images (~/.local/share/etanche sans être root)
  ETANCHE_ENGINE=auto          forme du moteur des bacs : auto, process ou container
  ETANCHE_ENGINE_SOCKET=       socket d’un moteur déjà préparé pour les bacs
  ETANCHE_DOCKER_SOCKET=       socket de votre Docker Engine, pour la forme container
  ETANCHE_SANDBOXES=20         nombre de bacs à sable au plus
  ETANCHE_WARM=2               bacs tenus prêts d’avance
  ETANCHE_DISK=40              Gio de disque pour tous les bacs ensemble
  ETANCHE_SANDBOX_MEMORY=1024  Mio de mémoire par bac
  ETANCHE_SANDBOX_DISK=3       Gio de disque par bac
  ETANCHE_XAPI_URL=            entrepôt d’expériences d’apprentissage (xAPI) où envoyer les réussites ; vide : rien ne part
  ETANCHE_XAPI_USER=           son compte, et son mot de passe :
  ETANCHE_XAPI_PASSWORD=
  ETANCHE_OIDC_ISSUER=         adresse d’un fournisseur OpenID Connect, pour les comptes de formation
  ETANCHE_OIDC_CLIENT_ID=      identifiant de ce serveur chez lui
  ETANCHE_OIDC_CLIENT_SECRET=  secret de ce serveur chez lui
  ETANCHE_OIDC_NAME=           ce que dit le bouton, par exemple le nom de votre organisme
  ETANCHE_LOG=warn             journal : debug, info, warn, error ou silent
`;
