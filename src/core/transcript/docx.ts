import { strToU8, zipSync } from 'fflate';
import { toTxt } from './exports';
import type { Transcript } from './types';

/**
 * A Word document (Office Open XML, ECMA-376): the name as its title, a paragraph for each line of the text. Written by hand because it
 * needs four small parts, where a library for all of the format weighs more than the rest of the page.
 */
export function toDocx(transcript: Transcript, name: string, writtenAt: Date): Uint8Array<ArrayBuffer> {
  const texts = toTxt(transcript)
    .split('\n')
    .filter((line) => line !== '');
  const body = [paragraph(name, 'Title'), ...texts.map((text) => paragraph(text, null))].join('');
  const time = writtenAt.toISOString().replace(/\.\d+Z$/, 'Z');
  const parts: Readonly<Record<string, string>> = {
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      '<Default Extension="xml" ContentType="application/xml"/>' +
      `<Override PartName="/word/document.xml" ContentType="${wordTypes}.document.main+xml"/>` +
      `<Override PartName="/word/styles.xml" ContentType="${wordTypes}.styles+xml"/>` +
      '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>' +
      '</Types>',
    '_rels/.rels': relationships([
      [`${officeRelations}/officeDocument`, 'word/document.xml'],
      ['http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties', 'docProps/core.xml'],
    ]),
    'word/_rels/document.xml.rels': relationships([[`${officeRelations}/styles`, 'styles.xml']]),
    'word/document.xml': `<w:document xmlns:w="${wordNamespace}"><w:body>${body}<w:sectPr/></w:body></w:document>`,
    'word/styles.xml':
      `<w:styles xmlns:w="${wordNamespace}"><w:docDefaults><w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="276" ` +
      'w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>' +
      '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>' +
      '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>' +
      '<w:rPr><w:sz w:val="40"/></w:rPr></w:style></w:styles>',
    'docProps/core.xml':
      '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" ' +
      'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" ' +
      'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
      `<dc:title>${escaped(name)}</dc:title><dcterms:created xsi:type="dcterms:W3CDTF">${time}</dcterms:created>` +
      '</cp:coreProperties>',
  };
  const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const files = Object.entries(parts).map(([path, xml]) => [path, strToU8(declaration + xml)] as const);
  return zipSync(Object.fromEntries(files), { mtime: writtenAt });
}

const wordTypes = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
const wordNamespace = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const officeRelations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

function relationships(targets: readonly (readonly [type: string, target: string])[]): string {
  const entries = targets.map(([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${type}" Target="${target}"/>`);
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${entries.join('')}</Relationships>`;
}

function paragraph(text: string, style: string | null): string {
  const properties = style === null ? '' : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`;
  const lines = text.split('\n').map((line) => `<w:t xml:space="preserve">${escaped(line)}</w:t>`);
  return `<w:p>${properties}<w:r>${lines.join('<w:br/>')}</w:r></w:p>`;
}

/** Text for XML 1.0: markup escaped, and characters left out that the format can't hold. */
function escaped(text: string): string {
  return text
    .replace(
      // oxlint-disable-next-line no-control-regex -- those are the characters that XML forbids
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      '',
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
