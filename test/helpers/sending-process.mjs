// A process of its own that sends what waits: arguments are the database and, as JSON, how mail is sent.
import { createEngine } from '../../dist/src/engine.module.js';

const [url, mail] = process.argv.slice(2);
const engine = await createEngine(url, {
  migrate: false,
  mail: JSON.parse(mail),
  publicAddress: 'https://care.example.org',
});
await engine.duePass.run();
await engine.postman.idle();
await engine.close();
