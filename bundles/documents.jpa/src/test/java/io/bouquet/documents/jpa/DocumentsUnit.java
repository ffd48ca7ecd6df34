package io.bouquet.documents.jpa;

import io.bouquet.data.openjpa.Database;
import io.bouquet.data.openjpa.OpenUnit;
import io.bouquet.data.openjpa.PluginFiles;
import java.nio.file.Path;

/** Opens the persistence unit of documents, as its bundle declares it. */
final class DocumentsUnit {
    private DocumentsUnit() {}

    static OpenUnit open(Database database) throws Exception {
        return OpenUnit.open(
                database,
                "com.example.test",
                StoredDocument.class.getClassLoader(),
                PluginFiles.of(Path.of("target/classes")),
                "META-INF/persistence.xml",
                "db/documents.xml");
    }
}
