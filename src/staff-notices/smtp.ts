import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { addressOf, type MailSettings, type SmtpServer } from '../config/mail-settings.js';
import { LONGEST_SENDING_MS } from './delivery-ladder.js';

/** One e-mail as it is sent. */
export interface Message {
  /** Its Message-ID, the same at every attempt. */
  id: string;
  to: string;
  subject: string;
  text: string;
  /** When it was written, UTC. */
  at: string;
}

/**
 * What came of speaking with the mail server. Only what it said itself is certain: where the message was handed over and no
 * answer came, it may or may not have been taken.
 */
export type Sending =
  | { kind: 'taken' }
  /** It was not taken, and may be at another time. */
  | { kind: 'later'; why: string }
  /** It will never be taken. */
  | { kind: 'refused'; why: string }
  | { kind: 'unsure' };

const CONNECT_MS = 10_000;
const SILENCE_MS = 30_000;

/** An error of nodemailer, as far as it is looked into. Its words are not: they repeat addresses. */
interface MailError {
  code?: string;
  command?: string;
  responseCode?: number;
  response?: string;
}

const ENHANCED = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/;

/** The codes the server answered with, '550 5.1.1', or what happened to the connection. */
const codesOf = ({ code, responseCode, response }: MailError): string =>
  responseCode === undefined
    ? (code ?? 'unknown')
    : [responseCode, ENHANCED.exec(response ?? '')?.[1]].filter((each) => each !== undefined).join(' ');

/** Answers to these are about this message or its recipient; to anything else, about the server and how it is set up. */
const ABOUT_THE_MESSAGE = ['RCPT TO', 'DATA'];

function judged(error: MailError, handedOver: boolean): Sending {
  const { responseCode, command = '' } = error;
  if (responseCode === undefined) {
    return handedOver ? { kind: 'unsure' } : { kind: 'later', why: codesOf(error) };
  }
  const forGood = responseCode >= 500 && ABOUT_THE_MESSAGE.includes(command);
  return { kind: forGood ? 'refused' : 'later', why: codesOf(error) };
}

/** The message as bytes, which notes when they begin to be taken: not before the server has asked for them. */
class HandedOver extends Readable {
  begun = false;

  constructor(private readonly bytes: Buffer) {
    super();
  }

  override _read(): void {
    this.begun = true;
    this.push(this.bytes);
    this.push(null);
  }
}

const written = (from: string, { id, to, subject, text, at }: Message): Promise<Buffer> =>
  new MailComposer({
    from,
    to,
    subject,
    text,
    messageId: id,
    date: new Date(at),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  })
    .compile()
    .build();

const connectionTo = ({ host, port, secure, encrypted }: SmtpServer): SMTPConnection =>
  new SMTPConnection({
    host,
    port,
    secure,
    requireTLS: encrypted && !secure,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    dnsTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    logger: false,
  });

/** Hands one message to the mail server, within a minute. Never throws: what came of it is what it answers. */
export async function sendMessage(
  { smtp, from }: MailSettings,
  message: Message,
  longestMs = LONGEST_SENDING_MS,
): Promise<Sending> {
  const body = new HandedOver(await written(from, message));
  const connection = connectionTo(smtp);
  const { user, password } = smtp;
  return new Promise((resolve) => {
    const end = (sending: Sending): void => {
      clearTimeout(timer);
      connection.close();
      resolve(sending);
    };
    const failed = (error: MailError): void => end(judged(error, body.begun));
    const timer = setTimeout(() => failed({ code: 'ETIMEDOUT' }), longestMs);
    const send = (): void =>
      connection.send({ from: addressOf(from), to: message.to }, body, (error) =>
        error ? failed(error) : end({ kind: 'taken' }),
      );
    connection.on('error', failed);
    connection.connect((error) => {
      if (error) failed(error);
      else if (user === undefined || password === undefined) send();
      else {
        connection.login({ user, pass: password }, (refused) => (refused ? failed(refused) : send()));
      }
    });
  });
}
