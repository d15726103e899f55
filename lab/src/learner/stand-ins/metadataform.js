// Forms for cell metadata belong to the full lab.
import { Token } from "@lumino/coreutils";

export const IMetadataFormProvider = new Token("absent:IMetadataFormProvider");
