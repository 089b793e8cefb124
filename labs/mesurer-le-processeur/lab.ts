import { failed, passed, quote, waiting, type FailedVerdict, type Verdict } from '../check.ts';
import { neverRestarted } from '../facts.ts';
import { defineLab } from '../lab.ts';
import { judgeCpu, limitedContainer, seeLimit, type LimitedContainer } from '../limits.ts';
import type { Observation } from '../observation.ts';

const WORKER = 'calcul';
const MEASURED = 'indexeur';
const SHARE = 'part-consommee';
const QUOTA = 0.5;

/** Seconds of counting without which a share means nothing. */
const LEAST_SECONDS = 3;
/** A good measure over a few seconds falls this near the kernel's mean: points of per cent, or a fraction of the mean. */
const TOLERANCE = { points: 4, fraction: 0.3 };

export default defineLab({
  id: 'mesurer-le-processeur',
  title: 'Borner un calcul, mesurer l’autre',
  chapter: 'cgroups',
  order: 4,
  kind: 'comprendre',
  difficulty: 2,
  minutes: 20,
  summary:
    'Poser un quota de processeur que le noyau fait respecter, puis mesurer ce qu’un conteneur consomme vraiment, sous sa limite.',
  scenario: `Deux équipes partagent ce serveur, et la facture. La première veut y lancer un calcul sans fin ; on lui accorde la moitié d’un processeur, pas plus. La seconde y fait tourner \`indexeur\`, borné lui aussi à un demi-processeur ; elle conteste payer pour cette moitié, dont elle dit n’utiliser qu’une partie.

1. Lancez le calcul : un conteneur \`calcul\`, image \`labo/base:1\`, commande \`sonde cpu\`, tenu par le noyau à **la moitié d’un processeur**, que la machine soit occupée ou non.
2. Mesurez la part d’un processeur que \`indexeur\` consomme **réellement**, sur quelques secondes au moins, et donnez-la **en pour cent d’un processeur** (100 % : un processeur entier).

Ne touchez pas à \`indexeur\` : il est en production.`,
  hints: [
    'Un poids, un placement et un quota sont trois choses différentes. Une seule plafonne encore quand la machine n’a rien d’autre à faire : `docker run --help | grep cpu`.',
    'Une part est un rapport : du temps de calcul gagné, divisé par le temps écoulé. Le noyau tient le compte du premier pour chaque groupe (`cpu.stat` ou `cpuacct.usage`) ; `docker stats` fait la division.',
    '`docker run -d --name calcul --cpus … labo/base:1 sonde cpu`, puis `docker stats --no-stream indexeur` : la colonne `CPU %`.',
  ],
  checks: [
    {
      id: 'quota-pose',
      title: 'Le noyau accorde à calcul un demi-processeur au plus',
      section: 'quota-et-poids',
      references: { anssi: ['R11'], cis: ['5.12'], attack: ['T1496.001', 'T1499'] },
      evaluate(observation) {
        const worker = limitedContainer(observation, WORKER);
        return 'status' in worker ? worker : judgeCpu(observation, worker, QUOTA);
      },
    },
    {
      id: 'calcul-freine',
      title: 'Le calcul en demande davantage, et le noyau l’arrête',
      section: 'quota-et-poids',
      references: { anssi: ['R11'] },
      evaluate(observation) {
        const worker = limitedContainer(observation, WORKER);
        return 'status' in worker ? worker : judgeThrottling(observation, worker);
      },
    },
    {
      id: 'part-mesuree',
      title: 'Vous avez mesuré la part de processeur qu’indexeur consomme',
      section: 'quota-et-poids',
      answer: {
        key: SHARE,
        label: 'Part consommée par indexeur, en pour cent d’un processeur',
        placeholder: 'par exemple 12,5',
      },
      evaluate(observation) {
        const answer = observation.answers[SHARE] ?? '';
        if (!answer) return waiting('Saisissez la part que vous avez mesurée.');
        const measured = limitedContainer(observation, MEASURED);
        return 'status' in measured ? measured : judgeShare(observation, measured, answer);
      },
    },
  ],
});

function judgeThrottling(o: Observation, worker: LimitedContainer): Verdict {
  const { cpuMax, throttledPeriods } = worker.cgroup;
  const name = quote(WORKER);
  if (cpuMax !== null && throttledPeriods > 0) {
    return passed(
      `Le noyau a déjà arrêté ${name} pendant ${throttledPeriods.toLocaleString('fr-FR')} périodes, son temps épuisé.`,
    );
  }
  const mean = meanShare(o, worker);
  if (mean === null) return waiting(`${name} vient de démarrer : les compteurs du noyau n’ont encore rien à dire.`);
  const refuse = (observed: string, mechanism: string): FailedVerdict =>
    failed({
      expected: 'Un calcul qui réclame plus que son quota, et que le noyau arrête à chaque période.',
      observed,
      mechanism,
      see: seeLimit(o, WORKER, 'throttling'),
    });
  return cpuMax === null
    ? refuse(
        `Le noyau n’a jamais arrêté ${name}, qui consomme ${formatShare(mean)} d’un processeur.`,
        'Seul un quota fait arrêter un groupe avant la fin de sa période. Sans quota, nr_throttled reste à zéro.',
      )
    : refuse(
        `Le noyau n’a jamais eu à arrêter ${name}, qui consomme ${formatShare(mean)} d’un processeur.`,
        'Un quota ne se voit que sur un groupe qui voudrait le dépasser : une commande qui dort n’en réclame pas tant.',
      );
}

function judgeShare(o: Observation, measured: LimitedContainer, answer: string): Verdict {
  const mean = meanShare(o, measured);
  if (mean === null) return waiting(`${quote(MEASURED)} vient de démarrer : laissez-lui quelques secondes.`);
  const name = quote(MEASURED);
  const given = readShare(answer);
  const near = (percent: number): boolean =>
    Math.abs(percent - mean) <= Math.max(TOLERANCE.points, TOLERANCE.fraction * mean);
  const refuse = (observed: string, mechanism: string): FailedVerdict =>
    failed({
      expected: `La part d’un processeur que ${name} consomme réellement, en pour cent.`,
      observed,
      mechanism,
      see: seeLimit(o, MEASURED, 'usage'),
    });

  if (given === null)
    return refuse(`${quote(answer)} n’est pas un nombre.`, 'Une part se donne comme un nombre, sur cent.');
  if (near(given))
    return passed(`Le noyau a compté ${formatShare(mean)} d’un processeur en moyenne : votre mesure le confirme.`);
  if (given < 1 && near(given * 100)) {
    return refuse(
      `${quote(answer)} se lit comme une part sur un, et la question est en pour cent.`,
      'Docker mêle les deux : ses limites s’expriment en processeurs, ses statistiques en pour cent d’un processeur.',
    );
  }
  if (given > 100) {
    return refuse(
      `${quote(answer)} dépasse 100 % d’un processeur, pour un conteneur borné à la moitié.`,
      'Les compteurs du noyau sont des temps cumulés depuis la création du groupe, en nanosecondes ou en microsecondes. Un seul relevé ne dit rien d’une part : il en faut deux, et le temps qui les sépare.',
    );
  }
  const limit = measured.cgroup.cpuMax;
  if (limit !== null && Math.abs(given - limit * 100) < 1) {
    return refuse(
      `${quote(answer)} est la limite de ${name}, pas sa consommation.`,
      'Un quota dit ce qu’un conteneur ne dépassera jamais. Rien ne l’oblige à en prendre autant : seul un relevé dit ce qu’il prend.',
    );
  }
  return refuse(
    `${quote(answer)} s’écarte de ce que le noyau a compté.`,
    'La part consommée est le temps de calcul gagné entre deux relevés, divisé par le temps qui les sépare. Sur une durée trop courte, ou sur un autre conteneur, elle ne veut rien dire : sur une machine chargée, faites la moyenne de plusieurs relevés.',
  );
}

/** Percent of one processor, from « 23 », « 23,4 % » or « 0,23 processeur »; `null` when there is no number. */
function readShare(answer: string): number | null {
  const [, number, unit] = /(\d+(?:[.,]\d+)?)\s*(%|cpu|c(?:œ|oe)ur|processeur)?/iu.exec(answer) ?? [];
  if (number === undefined) return null;
  const value = Number(number.replace(',', '.'));
  return unit && unit !== '%' ? value * 100 : value;
}

/** Mean consumption in percent of one processor, since the preparation or since the start; `null` when it is too early. */
function meanShare(o: Observation, { container, cgroup }: LimitedContainer): number | null {
  const before = neverRestarted(o, container.name) ? o.baseline?.cgroups[container.id] : undefined;
  const since = before && o.baseline ? o.baseline.at : Date.parse(container.state.startedAt);
  const elapsed = o.at - since;
  return elapsed >= LEAST_SECONDS * 1000 ? (cgroup.cpuUsage - (before?.cpuUsage ?? 0)) / (elapsed * 10) : null;
}

const formatShare = (percent: number): string => `${Math.round(percent)} %`;
