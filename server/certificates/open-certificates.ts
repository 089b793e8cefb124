import type { CatalogEntry } from '../../labs/catalog.ts';
import { CertificateService, type CertificateOptions } from './certificate-service.ts';
import { courseVersion, publishedLabs } from './course.ts';
import { signingKey } from './signing-key.ts';

/** The key is in one folder, the course in the other. */
interface Folders {
  stateDir: string;
  projectDir: string;
}

interface House extends Pick<CertificateOptions, 'certificates' | 'audit' | 'onIssued'> {
  catalog: () => ReadonlyMap<string, CatalogEntry>;
}

/** Certificates of this installation, with its key and its course. @throws OperatorError when the key cannot serve. */
export async function openCertificates(
  { stateDir, projectDir }: Folders,
  { catalog, ...rest }: House,
): Promise<CertificateService> {
  return new CertificateService({
    ...rest,
    key: await signingKey(stateDir),
    required: () => publishedLabs(projectDir, catalog()),
    course: await courseVersion(projectDir),
  });
}
