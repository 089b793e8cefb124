import { openLabs, withItem, type ChapterItems } from './open-items.ts';

interface Props {
  chapters: readonly ChapterItems[];
  closed: readonly string[];
  onChange: (closed: string[]) => void;
}

/** Ten chapters with their labs: what is ticked may be opened. */
export function OpenItemsTree({ chapters, closed, onChange }: Props) {
  return (
    <fieldset class="open-items">
      <legend>Chapitres et exercices ouverts</legend>
      <p class="help">
        Un exercice qui n’est pas coché ne s’ouvre pas encore. Décocher un chapitre ferme tous ses exercices ; son
        texte, lui, reste lisible.
      </p>
      <p class="actions">
        <button type="button" class="button small" onClick={() => onChange([])}>
          Tout ouvrir
        </button>
        <button type="button" class="button small" onClick={() => onChange(chapters.map(({ slug }) => slug).sort())}>
          Tout fermer
        </button>
      </p>
      <ol>
        {chapters.map((chapter) => (
          <Chapter key={chapter.slug} chapter={chapter} closed={closed} onChange={onChange} />
        ))}
      </ol>
    </fieldset>
  );
}

function Chapter({ chapter, closed, onChange }: { chapter: ChapterItems } & Omit<Props, 'chapters'>) {
  const { slug, number, title, labs } = chapter;
  const isOpen = !closed.includes(slug);
  return (
    <li>
      <label class="choice chapter">
        <input
          type="checkbox"
          checked={isOpen}
          onChange={(event) => onChange(withItem(closed, slug, event.currentTarget.checked))}
        />
        <span>
          {number}. {title}
        </span>
      </label>
      <details>
        <summary>
          {openLabs(closed, chapter)} sur {labs.length}
          <span class="sr-only"> exercices ouverts du chapitre {number}</span>
        </summary>
        <ul>
          {labs.map((lab) => (
            <li key={lab.id}>
              <label class="choice">
                <input
                  type="checkbox"
                  checked={isOpen && !closed.includes(lab.id)}
                  disabled={!isOpen}
                  onChange={(event) => onChange(withItem(closed, lab.id, event.currentTarget.checked))}
                />
                <span>{lab.title}</span>
              </label>
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}
