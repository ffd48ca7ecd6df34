package io.bouquet.web.gate;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.ContainerResponseContext;
import javax.ws.rs.container.ContainerResponseFilter;
import javax.ws.rs.container.DynamicFeature;
import javax.ws.rs.container.ResourceInfo;
import javax.ws.rs.core.Feature;
import javax.ws.rs.core.FeatureContext;
import javax.ws.rs.ext.ParamConverter;
import javax.ws.rs.ext.ParamConverterProvider;
import javax.ws.rs.ext.ReaderInterceptor;
import javax.ws.rs.ext.ReaderInterceptorContext;
import javax.ws.rs.ext.WriterInterceptor;
import javax.ws.rs.ext.WriterInterceptorContext;
import org.apache.cxf.Bus;
import org.apache.cxf.jaxrs.model.ClassResourceInfo;
import org.apache.cxf.jaxrs.model.OperationResourceInfo;
import org.apache.cxf.jaxrs.model.ProviderInfo;
import org.apache.cxf.jaxrs.utils.AnnotationUtils;
import org.apache.cxf.jaxrs.utils.InjectionUtils;
import org.apache.cxf.jaxrs.utils.JAXRSUtils;
import org.apache.cxf.message.Exchange;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.PhaseInterceptorChain;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/**
 * Calls a plugin's extension only for requests that the plugin's bundle answers. The bundle of the root resource counts, so
 * sub-resources are included; only CXF knows the root resource.
 */
class ScopedExtension
        implements ContainerRequestFilter,
                ContainerResponseFilter,
                ReaderInterceptor,
                WriterInterceptor,
                ParamConverterProvider,
                DynamicFeature {
    /** The service for the whiteboard: a feature, since the whiteboard reads the priority of other extensions from their class. */
    static final class ForWhiteboard extends ScopedExtension implements Feature {
        private final List<String> contracts;

        /** @param contracts names of the interfaces that the extension is registered for */
        ForWhiteboard(Object extension, Bundle owner, List<String> contracts) {
            super(extension, owner);
            this.contracts = contracts;
        }

        @Override
        public boolean configure(FeatureContext context) {
            int priority = AnnotationUtils.getBindingPriority(extension.getClass());
            Map<Class<?>, Integer> priorities = new HashMap<>();
            for (String contract : contracts) {
                priorities.put(ExtensionScope.SCOPABLE.get(contract), priority);
            }
            context.register(new ScopedExtension(extension, owner, contexts), priorities);
            return true;
        }
    }

    /** Sets the {@code @Context} fields of the extension while it is called. */
    private static final class Contexts extends ProviderInfo<Object> implements AutoCloseable {
        private Contexts(Object extension) {
            super(extension, bus(), true);
        }

        /** Creates a separate bus: CXF caches fields by class in a bus, and the whiteboard's has those of an earlier instance. */
        private static Bus bus() {
            Map<String, Object> properties = new ConcurrentHashMap<>();
            return (Bus) Proxy.newProxyInstance(
                    ScopedExtension.class.getClassLoader(),
                    new Class<?>[] {Bus.class},
                    (self, method, arguments) -> switch (method.getName()) {
                        case "getProperties" -> properties;
                        case "getProperty" -> properties.get(arguments[0]);
                        case "setProperty" -> properties.put((String) arguments[0], arguments[1]);
                        default -> throw new UnsupportedOperationException(method.toString());
                    });
        }

        @Override
        public void close() {
            clearThreadLocalProxies();
        }
    }

    final Object extension;
    final Bundle owner;
    private final Set<String> bindings;
    final Contexts contexts;

    private ScopedExtension(Object extension, Bundle owner) {
        this(extension, owner, new Contexts(extension));
    }

    private ScopedExtension(Object extension, Bundle owner, Contexts contexts) {
        this.extension = extension;
        this.owner = owner;
        this.contexts = contexts;
        this.bindings = AnnotationUtils.getNameBindings(extension.getClass().getAnnotations());
    }

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        try (Contexts own = begin()) {
            if (own != null) {
                ((ContainerRequestFilter) extension).filter(request);
            }
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) throws IOException {
        try (Contexts own = begin()) {
            if (own != null) {
                ((ContainerResponseFilter) extension).filter(request, response);
            }
        }
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext body) throws IOException {
        try (Contexts own = begin()) {
            return own == null ? body.proceed() : ((ReaderInterceptor) extension).aroundReadFrom(body);
        }
    }

    @Override
    public void aroundWriteTo(WriterInterceptorContext body) throws IOException {
        try (Contexts own = begin()) {
            if (own == null) {
                body.proceed();
            } else {
                ((WriterInterceptor) extension).aroundWriteTo(body);
            }
        }
    }

    @Override
    public <T> @Nullable ParamConverter<T> getConverter(Class<T> type, Type genericType, Annotation[] annotations) {
        try (Contexts own = begin()) {
            return own == null
                    ? null
                    : ((ParamConverterProvider) extension).getConverter(type, genericType, annotations);
        }
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        if (extension instanceof DynamicFeature feature
                && owner.equals(FrameworkUtil.getBundle(resource.getResourceClass()))) {
            feature.configure(resource, context);
        }
    }

    /** Begins a call; returns null if another bundle answers the request. */
    private @Nullable Contexts begin() {
        Message message = PhaseInterceptorChain.getCurrentMessage();
        if (message == null || !isOwn(message.getExchange())) {
            return null;
        }
        InjectionUtils.injectContexts(extension, contexts, message);
        return contexts;
    }

    private boolean isOwn(Exchange exchange) {
        OperationResourceInfo method = exchange.get(OperationResourceInfo.class);
        return method != null
                && exchange.get(JAXRSUtils.ROOT_RESOURCE_CLASS) instanceof ClassResourceInfo root
                && owner.equals(FrameworkUtil.getBundle(root.getServiceClass()))
                && method.getNameBindings().containsAll(bindings);
    }
}
