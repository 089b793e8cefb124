import { text } from 'node:stream/consumers';
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as common from '@zxcvbn-ts/language-common';
import * as french from '@zxcvbn-ts/language-fr';

/**
 * A process of its own, which lives for one question: these lists take some 50 MiB, which a thread would not give back,
 * and a long password may keep a core busy for a second.
 * Reads passwords on its input, as a JSON array; writes how many guesses each would take, in powers of ten.
 */
const zxcvbn = new ZxcvbnFactory({
  dictionary: { ...common.dictionary, ...french.dictionary },
  graphs: common.adjacencyGraphs,
  // The time grows faster than the length, and so many characters tell enough.
  maxLength: 100,
});

const passwords = JSON.parse(await text(process.stdin)) as string[];
process.stdout.write(JSON.stringify(passwords.map((password) => zxcvbn.check(password).guessesLog10)));
