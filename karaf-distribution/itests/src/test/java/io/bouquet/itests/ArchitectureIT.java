package io.bouquet.itests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.BeforeClass;
import org.junit.Test;

/** Who may import whom, over the classes of all rooms. */
public class ArchitectureIT {
    private static JavaClasses rooms;

    @BeforeClass
    public static void readTheRooms() throws IOException {
        try (Stream<Path> bundles = Files.list(Path.of(System.getProperty("bouquet.bundles")))) {
            List<Path> compiled = bundles.map(bundle -> bundle.resolve("target/classes"))
                    .filter(Files::isDirectory)
                    .toList();
            rooms = new ClassFileImporter().importPaths(compiled);
        }
        assertThat(rooms.size()).isGreaterThan(100);
    }

    @Test
    public void keepsEachTechnologyInItsRooms() {
        only("javax.persistence..", "io.bouquet.data..", "io.bouquet..jpa..");
        only("org.apache.openjpa..", "io.bouquet.data.openjpa..", "io.bouquet..jpa..");
        only("javax.ws.rs..", "io.bouquet.web..", "io.bouquet..rest..");
        only("org.apache.karaf.shell..", "io.bouquet..shell..");
        only("opennlp..", "io.bouquet.tagging.opennlp..", "opennlp..");
        only("com.samskivert..", "io.bouquet.console..");
    }

    @Test
    public void letsNobodyImportShellsAndPages() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.bouquet..shell..", "io.bouquet.console..", "io.bouquet..console..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.bouquet..shell..", "io.bouquet..console..")
                .check(rooms);
    }

    @Test
    public void letsTheTaggingApiDependOnNothingButTheJdk() {
        classes()
                .that()
                .resideInAnyPackage("io.bouquet.tagging", "io.bouquet.tagging.spi")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.bouquet.tagging", "io.bouquet.tagging.spi", "java..", "org.osgi..", "org.jspecify..")
                .check(rooms);
    }

    @Test
    public void namesThingsForWhatTheyAre() {
        noClasses()
                .that()
                .resideInAPackage("io.bouquet..")
                .should()
                .haveNameMatching(".*(Impl|Util|Utils|Helper|Manager)")
                .check(rooms);
    }

    private static void only(String technology, String... users) {
        noClasses()
                .that()
                .resideInAPackage("io.bouquet..")
                .and()
                .resideOutsideOfPackages(users)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(technology)
                .check(rooms);
    }
}
