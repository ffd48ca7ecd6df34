import createClient from 'openapi-fetch';
import type { paths } from './bouquet';

const [baseUrl, authorization] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl, headers: { Authorization: authorization } });

const taggers = await client.GET('/api/taggers');
console.log('taggers: ' + ((taggers.data?.taggers.length ?? 0) > 5));
const answer = await client.POST('/api/annotate', {
  body: { text: 'Tim Cook was in Berlin.', layers: ['entities'], language: 'en' },
});
console.log('entity: ' + answer.data?.layers.entities[0].text);
const added = await client.POST('/api/documents', { body: { text: 'Stored.', language: 'en' } });
const id = added.data?.id ?? '';
const stored = await client.GET('/api/documents/{id}', { params: { path: { id } } });
console.log('document: ' + stored.data?.text);
const refused = await client.POST('/api/annotate', { body: { text: '', offsets: 'utf9' } });
console.log('problem: ' + refused.response.status + ' ' + refused.error?.errors?.length);
