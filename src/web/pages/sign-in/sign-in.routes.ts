import { HTML } from '../../http/problem.js';
import type { Route } from '../../http/route.js';
import { OPENID_RETURN } from './openid.js';
import { Onward, Returned } from './sign-in.dto.js';

const tag = 'Signing in';
const answer = { words: 'A page', contentType: HTML };
const page = true;

/** Signing in and out. */
export const signInRoutes = {
  signInPage: {
    id: 'signInPage',
    method: 'GET',
    path: '/sign-in',
    tag,
    page,
    summary: 'The page to sign in on',
    policy: 'open',
    query: Onward,
    status: 200,
    answer,
  },
  signIn: {
    id: 'signIn',
    method: 'POST',
    path: '/sign-in',
    tag,
    page,
    summary: 'Sign in with a user name and password',
    policy: 'open',
    status: 200,
    answer,
  },
  signInToDemonstration: {
    id: 'signInToDemonstration',
    method: 'POST',
    path: '/sign-in/demonstration',
    tag,
    page,
    summary: 'Sign in as someone of the demonstration',
    policy: 'open',
    status: 200,
    answer,
  },
  signInElsewhere: {
    id: 'signInElsewhere',
    method: 'GET',
    path: '/sign-in/organisation',
    tag,
    page,
    summary: 'Sign in at the organisation’s own provider',
    policy: 'open',
    query: Onward,
    status: 303,
    answer: { words: 'On to the provider' },
  },
  signInReturn: {
    id: 'signInReturn',
    method: 'GET',
    path: OPENID_RETURN,
    tag,
    page,
    summary: 'Where the organisation’s provider sends people back to',
    policy: 'open',
    query: Returned,
    status: 303,
    answer: { words: 'On to the page that was asked for' },
  },
  staySignedIn: {
    id: 'staySignedIn',
    method: 'POST',
    path: '/session',
    tag,
    page,
    summary: 'Stay signed in',
    policy: 'signedIn',
    status: 204,
    answer: { words: 'The session goes on' },
  },
  signOut: {
    id: 'signOut',
    method: 'POST',
    path: '/sign-out',
    tag,
    page,
    summary: 'Sign out',
    policy: 'signedIn',
    status: 303,
    answer: { words: 'On to the page that says so' },
  },
  signedOut: {
    id: 'signedOut',
    method: 'GET',
    path: '/signed-out',
    tag,
    page,
    summary: 'That one is signed out',
    policy: 'open',
    status: 200,
    answer,
  },
} as const satisfies Record<string, Route>;
