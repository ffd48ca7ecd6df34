package io.bouquet.data.openjpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersistenceXmlTest {
    @TempDir
    private Path folder;

    @Test
    void readsNameEntitiesAndProperties() throws Exception {
        PersistenceXml xml = read("""
                <persistence version="2.1" xmlns="http://xmlns.jcp.org/xml/ns/persistence">
                  <persistence-unit name="notes">
                    <class> a.Note </class>
                    <class>a.Page</class>
                    <properties><property name="k" value="v"/></properties>
                  </persistence-unit>
                </persistence>
                """);
        assertThat(xml.unit()).isEqualTo("notes");
        assertThat(xml.classes()).containsExactly("a.Note", "a.Page");
        assertThat(xml.properties()).containsEntry("k", "v");
    }

    @Test
    void doesNotReadOtherFilesThroughEntities() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "hidden");
        assertThatThrownBy(
                        () -> read(
                                "<!DOCTYPE p [<!ENTITY secret SYSTEM '" + secret.toUri() + "'>]>"
                                        + "<persistence><persistence-unit name='a'><class>&secret;</class></persistence-unit></persistence>"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("DOCTYPE");
    }

    @Test
    void refusesWhatIsNotExactlyOneUnit() {
        assertThatThrownBy(() -> read("<persistence/>"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("0 persistence units");
    }

    @Test
    void refusesANameThatCannotBeASchema() {
        assertThatThrownBy(() -> read("<persistence><persistence-unit name='a\"; DROP'/></persistence>"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("cannot be a schema");
    }

    @Test
    void refusesAUnitThatListsNoEntity() {
        assertThatThrownBy(() -> read("<persistence><persistence-unit name='a'/></persistence>"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("persistence.xml lists no entity")
                .satisfies(refused ->
                        assertThat(((DataException) refused).remedy()).contains("<class>"));
    }

    @Test
    void saysWhereAFileIsBroken() {
        assertThatThrownBy(() -> read("<persistence>"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("persistence.xml cannot be read");
    }

    private PersistenceXml read(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("persistence.xml"), text);
        return PersistenceXml.read(file.toUri().toURL());
    }
}
