import { Field } from '../shared/field.tsx';

/** Bounds of `signInSchema`, whose module would bring a whole validator here: the server has the last word anyway. */
const LENGTH = { minimum: 2, maximum: 40 };

export const isTooShort = (pseudonym: string): boolean => pseudonym.trim().length < LENGTH.minimum;

interface Props {
  value: string;
  onValue: (value: string) => void;
  error: string;
  inClass?: boolean;
}

/** A name to be called by, and what is kept under it. */
export const PseudonymField = ({ value, onValue, error, inClass = false }: Props) => (
  <Field
    label="Pseudonyme"
    value={value}
    onValue={onValue}
    error={error}
    maxLength={LENGTH.maximum}
    autocomplete="nickname"
    autofocus
    required
    help={
      <>
        Ni adresse électronique, ni mot de passe. Le serveur garde ce pseudonyme, vos exercices et vos réponses.{' '}
        {inClass
          ? 'Les personnes qui animent la classe les voient.'
          : 'Vous reprendrez demain dans ce navigateur ; un code de reprise, dans le menu à votre nom, vous ramène depuis un autre.'}
      </>
    }
  />
);
