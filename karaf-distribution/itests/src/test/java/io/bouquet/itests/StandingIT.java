package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;
import org.osgi.service.http.runtime.HttpServiceRuntime;
import org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime;

/** What holds for every build of the distribution, whatever is in it. */
public class StandingIT extends PlatformTest {
    private static final int RMI_REGISTRY = 1099;
    private static final int RMI_SERVER = 44444;

    @Test
    public void everyBundleIsActive() {
        assertThat(Arrays.stream(context.getBundles())
                        .filter(bundle -> !isFragment(bundle) && !isActive(bundle))
                        .map(bundle -> bundle + " in state " + bundle.getState()))
                .isEmpty();
    }

    private static boolean isFragment(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    private static boolean isActive(Bundle bundle) {
        boolean isLazy = bundle.getHeaders().get(Constants.BUNDLE_ACTIVATIONPOLICY) != null;
        return bundle.getState() == Bundle.ACTIVE || isLazy && bundle.getState() == Bundle.STARTING;
    }

    @Test
    public void everyComponentHasWhatItNeeds() {
        ServiceComponentRuntime components = service(ServiceComponentRuntime.class);
        List<String> unsatisfied = new ArrayList<>();
        for (ComponentDescriptionDTO component : components.getComponentDescriptionDTOs()) {
            for (ComponentConfigurationDTO configuration : components.getComponentConfigurationDTOs(component)) {
                if (configuration.state != ComponentConfigurationDTO.ACTIVE
                        && configuration.state != ComponentConfigurationDTO.SATISFIED) {
                    unsatisfied.add(component.name + " waits for "
                            + Arrays.stream(configuration.unsatisfiedReferences)
                                    .map(StandingIT::describe)
                                    .toList()
                            + Objects.toString(configuration.failure, ""));
                }
            }
        }
        assertThat(unsatisfied).isEmpty();
    }

    private static String describe(UnsatisfiedReferenceDTO reference) {
        return reference.name + " " + Objects.toString(reference.target, "");
    }

    @Test
    public void theJaxrsWhiteboardRefusesNothing() {
        var runtime = service(JaxrsServiceRuntime.class).getRuntimeDTO();
        assertThat(runtime.failedApplicationDTOs).isEmpty();
        assertThat(runtime.failedResourceDTOs).isEmpty();
        assertThat(runtime.failedExtensionDTOs).isEmpty();
    }

    /** A bus asks once, when it is made: what comes later is never heard of. */
    @Test
    public void theBusesOfCxfHaveBeenMadeLean() throws Exception {
        var listeners = context.getAllServiceReferences("org.apache.cxf.buslifecycle.BusCreationListener", null);
        assertThat(listeners).hasSize(1);
        assertThat(listeners[0].getUsingBundles())
                .extracting(Bundle::getSymbolicName)
                .contains("org.apache.cxf.cxf-core");
    }

    @Test
    public void theHttpWhiteboardRefusesNothing() {
        var runtime = service(HttpServiceRuntime.class).getRuntimeDTO();
        assertThat(runtime.failedServletContextDTOs).isEmpty();
        assertThat(runtime.failedServletDTOs).isEmpty();
        assertThat(runtime.failedFilterDTOs).isEmpty();
        assertThat(runtime.failedResourceDTOs).isEmpty();
        assertThat(runtime.failedListenerDTOs).isEmpty();
        assertThat(runtime.failedErrorPageDTOs).isEmpty();
        assertThat(runtime.failedPreprocessorDTOs).isEmpty();
    }

    @Test
    public void theLogHasNoErrorsAndFewWarnings() throws IOException {
        assertThat(LogFile.of(karafBase().resolve("data/log/karaf.log")).problems())
                .isEmpty();
    }

    @Test
    public void httpAndSshListenOnTheLoopbackAddressOnly() throws IOException {
        List<Integer> ports = Stream.of("BOUQUET_HTTP_PORT", "BOUQUET_SSH_PORT")
                .map(System::getenv)
                .map(Integer::valueOf)
                .toList();
        for (int port : ports) {
            assertThat(listens(InetAddress.getLoopbackAddress(), port)).isTrue();
        }
        for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (InetAddress address : Collections.list(network.getInetAddresses())) {
                for (int port : ports) {
                    assertThat(listens(address, port))
                            .as("%s:%d", address, port)
                            .isEqualTo(address.equals(InetAddress.getLoopbackAddress()));
                }
            }
        }
    }

    @Test
    public void noRegistryOrServerOfRmiIsStarted() {
        assertThat(context.getBundles())
                .extracting(Bundle::getSymbolicName)
                .doesNotContain("org.apache.karaf.management.server");
        assertThat(listens(InetAddress.getLoopbackAddress(), RMI_REGISTRY)).isFalse();
        assertThat(listens(InetAddress.getLoopbackAddress(), RMI_SERVER)).isFalse();
    }

    private static boolean listens(InetAddress address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    public void nothingIsDownloaded() throws IOException {
        Path settings = karafBase().resolve("etc/org.ops4j.pax.url.mvn.cfg");
        assertThat(Files.readString(settings)).doesNotContain("http://", "https://");
    }
}
