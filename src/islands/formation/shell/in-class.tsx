import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { ClassView } from '../../../../server/contract/classes.ts';
import type { TrainerView } from '../../../../server/contract/trainers.ts';
import { classApi } from '../../../lib/trainer-api.ts';
import { useLoaded, WhenLoaded } from '../../shared/loaded.tsx';
import { SignedIn } from './signed-in.tsx';

/** The class that the page is about: the bar above names it. Pages that change it put the new one here. */
export const currentClass = signal<ClassView | null>(null);

/** A parameter of the page’s address, such as `classe` in `/formation/salle/?classe=…`. */
export const addressParameter = (name: string): string => new URLSearchParams(location.search).get(name) ?? '';

export const CLASS_PAGES = {
  salle: { label: 'Salle', path: '/formation/salle/' },
  'ou-ca-coince': { label: 'Où ça coince', path: '/formation/ou-ca-coince/' },
  resultats: { label: 'Résultats', path: '/formation/resultats/' },
  classe: { label: 'Réglages', path: '/formation/classe/' },
} as const;
export type ClassPage = keyof typeof CLASS_PAGES;

interface Props {
  children: (theClass: ClassView, trainer: TrainerView) => ComponentChildren;
}

/** A page about the class named in its address, for those who teach it. */
export function InClass({ children }: Props) {
  return <SignedIn>{(trainer) => <OneClass>{(theClass) => children(theClass, trainer)}</OneClass>}</SignedIn>;
}

function OneClass({ children }: { children: (theClass: ClassView) => ComponentChildren }) {
  const id = addressParameter('classe');
  const loaded = useLoaded(async () => {
    currentClass.value = id === '' ? null : await classApi.read(id);
    return currentClass.value;
  }, id);
  useEffect(() => () => void (currentClass.value = null), []);
  return (
    <WhenLoaded from={loaded}>
      {() =>
        currentClass.value ? (
          children(currentClass.value)
        ) : (
          <p>
            Cette adresse ne dit pas de quelle classe il s’agit.{' '}
            <a href="/formation/">Choisissez-la parmi vos classes</a>.
          </p>
        )
      }
    </WhenLoaded>
  );
}
