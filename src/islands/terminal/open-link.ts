/** Opens a link that a program wrote in the terminal: web addresses only, once the learner has read where it goes. */
export function openLink(address: string): void {
  const url = URL.parse(address);
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return;
  if (
    !confirm(`Ouvrir cette adresse dans un nouvel onglet ?\n\n${url.href}\n\nElle vient d’un programme du bac à sable.`)
  )
    return;
  window.open(url.href, '_blank', 'noopener,noreferrer');
}
