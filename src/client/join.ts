import { JoinPage } from '../islands/entry/join-page.tsx';
import { defineEntry } from '../islands/entry/mount.tsx';

defineEntry('etanche-join', JoinPage);
