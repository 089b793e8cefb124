import { useRef } from 'preact/hooks';

interface Tab<Id extends string | number> {
  id: Id;
  label: string;
}

interface Props<Id extends string | number> {
  label: string;
  /** Prefix of the identifiers: `<prefix>-tab-<id>` and `<prefix>-<id>`. */
  prefix: string;
  tabs: readonly Tab<Id>[];
  selected: Id;
  onSelect: (id: Id) => void;
}

/** Tabs as the ARIA practices want them: one stop for the Tab key, arrows between tabs, Home and End. */
export function TabList<Id extends string | number>({ label, prefix, tabs, selected, onSelect }: Props<Id>) {
  const list = useRef<HTMLDivElement>(null);
  const go = (index: number): void => {
    const tab = tabs[(index + tabs.length) % tabs.length];
    if (!tab) return;
    onSelect(tab.id);
    list.current?.querySelector<HTMLElement>(`#${prefix}-tab-${tab.id}`)?.focus();
  };
  return (
    <div
      class="tab-list"
      role="tablist"
      aria-label={label}
      ref={list}
      onKeyDown={(event) => {
        const index = tabs.findIndex(({ id }) => id === selected);
        const to = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: tabs.length - 1 }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        go(to);
      }}
    >
      {tabs.map(({ id, label: words }) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={`${prefix}-tab-${id}`}
          aria-selected={id === selected}
          aria-controls={id === selected ? `${prefix}-${id}` : undefined}
          tabIndex={id === selected ? 0 : -1}
          onClick={() => onSelect(id)}
        >
          {words}
        </button>
      ))}
    </div>
  );
}
