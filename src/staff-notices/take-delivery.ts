import type { DataSource } from 'typeorm';
import { stopAlarms } from '../alarms/alarms.js';
import { addressOf, type MailSettings } from '../config/mail-settings.js';
import { inTransaction, type Transaction } from '../database/transaction.js';
import type { Places } from '../places/places.js';
import { DELIVERY } from './delivery-alarm.js';
import type { DeliveryState } from './delivery-states.js';
import * as sql from './delivery-statements.js';
import { digestFor, teamNames } from './digest.js';
import { mailHomeOf, type MailHome } from './mail-home.js';
import { latestMorning } from './mornings.js';
import { headingOf, type NoticeKind } from './notice-kinds.js';
import type { Message } from './smtp.js';

/** How e-mail leaves the service, and what its links begin with. */
export interface Mailing {
  /** Null where nothing is sent, and e-mails are kept to be read in the service. */
  mail: MailSettings | null;
  publicAddress: string;
}

/** An e-mail that is to be handed to the mail server now; nobody else will. */
export interface TakenDelivery {
  id: string;
  attempt: number;
  message: Message;
}

interface Row {
  id: string;
  place: string;
  person: string;
  digestOn: string | null;
  aboutAt: string;
  messageId: string | null;
  decidedAs: string | null;
  name: string;
  address: string | null;
  kind: NoticeKind | null;
  words: string | null;
  link: string | null;
  reference: string | null;
  now: string;
  purpose: string;
  moot: boolean;
}

/** What an e-mail says. */
interface Content {
  subject: string;
  text: string;
}

/** The databases of which e-mail leaves the service; whatever is invented stays in it. */
const SENDING_PURPOSES = ['live', 'test'];

const FOOT = 'This was written by the continuing care service. Nobody reads replies to it.';

/** The last lines of every e-mail. */
const signed = (lines: readonly string[]): string => `${[...lines, '', FOOT].join('\n')}\n`;

/** What is not sent, and why; null, so that nothing is. */
async function leave(
  tx: Transaction,
  { id, place, address }: Row,
  [state, why]: readonly [DeliveryState, string | null],
  content: Content | null,
): Promise<null> {
  const { subject = null, text = null } = content ?? {};
  await tx.change(sql.LEAVE, [id, state, why, address, subject, text]);
  await stopAlarms(tx, { kind: DELIVERY, place, about: [id] });
  return null;
}

/** Takes e-mails in hand one at a time: decides under lock whether there is still something to say, and what. */
export class Deliveries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly places: Places,
    private readonly mailing: Mailing,
  ) {}

  /**
   * The e-mail that is now to be sent, marked so in the database before anything is said to anyone; null where there is
   * nothing to send: it is in hand elsewhere, has become moot, is kept, or waits for a person.
   */
  async take(id: string, place: string): Promise<TakenDelivery | null> {
    const home = await mailHomeOf(this.dataSource, place);
    return inTransaction(this.dataSource, async (tx) => {
      const row = await tx.row<Row>(sql.TAKE, [id]);
      if (!row) return null;
      const content = row.moot ? null : await this.contentOf(tx, row);
      if (!content) return leave(tx, row, ['withdrawn', 'moot'], null);
      if (sentBeforePerhaps(row, home)) return leave(tx, row, ['uncertain', 'restored'], content);
      return this.begin(tx, row, content);
    });
  }

  private async begin(tx: Transaction, row: Row, content: Content): Promise<TakenDelivery | null> {
    const { mail } = this.mailing;
    const { id, address, now } = row;
    if (address === null) return leave(tx, row, ['kept', 'noAddress'], content);
    if (!mail || !SENDING_PURPOSES.includes(row.purpose)) return leave(tx, row, ['kept', null], content);
    const messageId = row.messageId ?? `<${id}@${addressOf(mail.from).split('@')[1]}>`;
    const { subject, text } = content;
    const begun = await tx.row<{ attempts: number }>(sql.BEGIN, [id, address, subject, text, messageId]);
    return {
      id,
      attempt: begun?.attempts ?? 0,
      message: { id: messageId, to: address, subject, text, at: now },
    };
  }

  private async contentOf(tx: Transaction, row: Row): Promise<Content | null> {
    const { kind, words, link, reference } = row;
    if (row.digestOn !== null) return this.digestOf(tx, row, row.digestOn);
    if (kind === null || words === null || link === null) return null;
    const { publicAddress } = this.mailing;
    return { subject: headingOf(kind, reference), text: signed([words, '', `${publicAddress}${link}`]) };
  }

  /** The digest as it would be now; none where a later morning has come, or there is nothing to say any more. */
  private async digestOf(tx: Transaction, { place, person, now }: Row, on: string): Promise<Content | null> {
    const rules = await this.places.presentRules(place, tx);
    const at = rules.protocol.parameters.digestAt.value;
    if (latestMorning(now, at, rules.calendar).on !== on) return null;
    const teams = teamNames(this.places, place);
    const { publicAddress } = this.mailing;
    const digest = await digestFor(tx, { place, person, now, rules, teams, publicAddress });
    return digest && { subject: digest.subject, text: signed(digest.lines) };
  }
}

/** Whether it tells of what came about before the database was put back, and nobody has decided to send it. */
const sentBeforePerhaps = ({ aboutAt, decidedAs }: Row, { generation, since }: MailHome): boolean =>
  generation > 1 && aboutAt <= since && decidedAs !== 'sendAgain';
