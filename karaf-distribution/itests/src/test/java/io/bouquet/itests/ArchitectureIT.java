package io.bouquet.itests;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.have;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.BeforeClass;
import org.junit.Test;
import org.osgi.framework.BundleContext;

/** Rules for the classes of all bundles, such as which bundle may import which. */
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
        only("javax.ws.rs..", "io.bouquet.web..", "io.bouquet..rest..", "io.bouquet.tagging.oip..");
        only("org.apache.karaf.shell..", "io.bouquet..shell..");
        only("opennlp..", "io.bouquet.tagging.opennlp..", "opennlp..");
        only("com.nimbusds..", "io.bouquet.accounts.oidc..", "com.nimbusds..");
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

    /** A listener that stays keeps the class loader of its bundle, and hears events after its component has stopped. */
    @Test
    public void removesTheListenersThatItAdds() {
        for (String kind : List.of("BundleListener", "ServiceListener", "FrameworkListener")) {
            DescribedPredicate<JavaClass> adds = describe("call add" + kind, room -> calls(room, "add" + kind));
            DescribedPredicate<JavaClass> removes =
                    describe("call remove" + kind, room -> calls(room, "remove" + kind));
            classes().that(adds).should(have(removes)).check(rooms);
        }
    }

    private static boolean calls(JavaClass room, String method) {
        return room.getMethodCallsFromSelf().stream()
                .map(JavaMethodCall::getTarget)
                .anyMatch(target ->
                        target.getName().equals(method) && target.getOwner().isAssignableTo(BundleContext.class));
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
