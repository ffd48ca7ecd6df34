package io.bouquet.web.binding.internal;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.bouquet.web.binding.ForbidUnknownQuery;
import io.bouquet.web.binding.Strict;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import javax.ws.rs.BeanParam;
import javax.ws.rs.container.AsyncResponse;
import javax.ws.rs.core.Response;
import org.apache.cxf.jaxrs.model.OperationResourceInfo;
import org.apache.cxf.jaxrs.model.Parameter;
import org.apache.cxf.jaxrs.model.ParameterType;
import org.apache.cxf.jaxrs.utils.InjectionUtils;
import org.jspecify.annotations.Nullable;

/** How the arguments of one resource method are bound and validated. Compiled once for each method. */
final class MethodPlan {
    /** The class of the resource itself holds its plans, so they are collected with a removed plugin. */
    private static final ClassValue<Map<Method, MethodPlan>> OF_CLASSES = new ClassValue<>() {
        @Override
        protected Map<Method, MethodPlan> computeValue(Class<?> type) {
            return new ConcurrentHashMap<>();
        }
    };

    private static final Plan CONTEXT = (node, at, attempt) -> null;

    /** By index; null for a body, a context, or what else CXF binds. */
    private final List<@Nullable Argument> arguments;

    private final List<List<Object>> locs;

    /** All parameters of all arguments, in their order. */
    private final List<ParameterArgument> parameters;

    /** The names of all query parameters; null if the others are ignored. */
    private final @Nullable List<String> knownQuery;

    private final @Nullable JavaType bodyType;
    private final int body;
    private final boolean isBodyStrict;
    private final Messages messages;
    private final MethodConstraints constraints;
    private final JavaType answer;

    private volatile @Nullable Plan bodyPlan;

    private MethodPlan(OperationResourceInfo operation) {
        Class<?> resource = operation.getClassResourceInfo().getServiceClass();
        Method method = operation.getMethodToInvoke();
        TypeFactory factory = JsonBodies.newTypeFactory();
        Class<?>[] classes = operation.getInParameterTypes();
        Annotation[][] annotations = operation.getInParameterAnnotations();
        List<@Nullable Argument> bound = new ArrayList<>();
        List<JavaType> types = new ArrayList<>();
        int entity = -1;
        for (int i = 0; i < classes.length; i++) {
            Type declared = InjectionUtils.processGenericTypeIfNeeded(
                    resource, classes[i], operation.getInGenericParameterTypes()[i]);
            types.add(factory.constructType(declared));
            boolean isBody = isBody(classes[i], annotations[i]);
            entity = isBody ? i : entity;
            bound.add(isBody ? null : argument(operation, declared, types.get(i), factory, annotations[i]));
        }
        this.arguments = bound;
        this.locs = IntStream.range(0, classes.length)
                .mapToObj(index -> bound.get(index) == null
                        ? loc(annotations[index])
                        : bound.get(index).loc())
                .toList();
        this.parameters = bound.stream()
                .filter(Objects::nonNull)
                .flatMap(Argument::parameters)
                .toList();
        this.knownQuery = method.isAnnotationPresent(ForbidUnknownQuery.class)
                        || resource.isAnnotationPresent(ForbidUnknownQuery.class)
                ? parameters.stream()
                        .filter(parameter -> parameter.source() == Source.QUERY)
                        .map(ParameterArgument::name)
                        .toList()
                : null;
        int theBody = entity;
        this.body = entity;
        this.bodyType = entity < 0 ? null : types.get(entity);
        this.isBodyStrict = entity >= 0 && Arrays.stream(annotations[entity]).anyMatch(Strict.class::isInstance);
        this.messages = Messages.of(resource.getClassLoader());
        this.answer = answer(factory.constructType(InjectionUtils.processGenericTypeIfNeeded(
                resource, method.getReturnType(), method.getGenericReturnType())));
        this.constraints = new MethodConstraints(
                resource, method, types, index -> index == theBody || bound.get(index) instanceof BeanArgument, answer);
    }

    private static JavaType answer(JavaType declared) {
        Class<?> raw = declared.getRawClass();
        boolean isLater =
                CompletionStage.class.isAssignableFrom(raw) || raw.getName().endsWith(".Promise");
        JavaType answer = isLater ? declared.containedTypeOrUnknown(0) : declared;
        boolean isOpen = Response.class.isAssignableFrom(answer.getRawClass()) || answer.hasRawClass(void.class);
        return isOpen ? TypeFactory.unknownType() : answer;
    }

    static MethodPlan of(OperationResourceInfo operation) {
        Map<Method, MethodPlan> plans =
                OF_CLASSES.get(operation.getClassResourceInfo().getServiceClass());
        MethodPlan known = plans.get(operation.getMethodToInvoke());
        if (known != null) {
            return known;
        }
        MethodPlan plan = new MethodPlan(operation);
        plans.put(operation.getMethodToInvoke(), plan);
        return plan;
    }

    private static boolean isBody(Class<?> type, Annotation[] annotations) {
        return type != AsyncResponse.class
                && Arrays.stream(annotations)
                        .map(annotation -> annotation.annotationType().getName())
                        .noneMatch(name -> name.startsWith("javax.ws.rs.") || name.startsWith("org.apache.cxf."));
    }

    private static @Nullable Argument argument(
            OperationResourceInfo operation,
            Type declared,
            JavaType type,
            TypeFactory types,
            Annotation[] annotations) {
        boolean isEncoded = operation.isEncodedEnabled();
        String defaultValue = operation.getDefaultParameterValue();
        return Arrays.stream(annotations).anyMatch(BeanParam.class::isInstance)
                ? BeanArgument.of(type, types, isEncoded, defaultValue)
                : ParameterArgument.of(declared, type, annotations, isEncoded, defaultValue);
    }

    /** Whether there is nothing to bind and nothing to validate before the method is called. */
    boolean isEmpty() {
        return body < 0 && !readsParameters() && !constraints.haveArguments();
    }

    /** Tells CXF to leave the arguments out that this class binds; the first that it cannot read would end the request. */
    void takeOver(OperationResourceInfo operation) {
        List<Parameter> known = operation.getParameters();
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i) != null && known.get(i).getType() != ParameterType.CONTEXT) {
                // there is no context of its type, so CXF passes null
                known.set(
                        i, new Parameter(ParameterType.CONTEXT, i, known.get(i).getName()));
            }
        }
    }

    boolean readsParameters() {
        return !parameters.isEmpty() || knownQuery != null;
    }

    /** Refuses the query parameters that the method does not declare, if it forbids them. */
    void refuseUnknown(RequestValues values, Attempt attempt) {
        if (knownQuery != null) {
            for (Map.Entry<String, List<String>> entry : values.query().entrySet()) {
                if (!knownQuery.contains(entry.getKey())) {
                    // null for a name without "="
                    String value = entry.getValue().get(0);
                    attempt.refuse(
                            value == null ? NullNode.instance : TextNode.valueOf(value),
                            new Misfit("extra_forbidden", Map.of("known", String.join(", ", knownQuery))),
                            new Place(new Place(null, Source.QUERY.step), Place.shorten(entry.getKey())));
                }
            }
        }
    }

    List<@Nullable Argument> arguments() {
        return arguments;
    }

    /** Returns the index of the argument that is bound from the body; -1 if there is none. */
    int body() {
        return body;
    }

    Messages messages() {
        return messages;
    }

    MethodConstraints constraints() {
        return constraints;
    }

    /** Returns the declared type of the value that is sent; {@link Object} if only the value itself tells. */
    JavaType answer() {
        return answer;
    }

    /** Returns how JSON is bound to the body. */
    Plan bodyPlan() {
        Plan known = bodyPlan;
        if (known == null) {
            known = Plans.of(Objects.requireNonNull(bodyType), isBodyStrict);
            bodyPlan = known;
        }
        return known;
    }

    /** Returns the numbers by which the errors of a request are sorted: the source, the parameter, and what is within it. */
    int[] order(List<Object> loc) {
        int[] order = new int[loc.size() + 2];
        int parameter = parameter(loc);
        boolean isParameter = parameter < parameters.size();
        order[0] = isParameter ? parameters.get(parameter).source().ordinal() : Source.ordinal(loc.get(0));
        order[1] = parameter;
        Plan plan = isParameter ? parameters.get(parameter).plan() : body < 0 ? null : bodyPlan();
        for (int i = isParameter ? 2 : 1; plan != null && i < loc.size(); i++) {
            order[i + 2] = 1 + Math.min(plan.order(loc.get(i)), Integer.MAX_VALUE - 1);
            plan = plan.inner(loc.get(i));
        }
        return order;
    }

    private int parameter(List<Object> loc) {
        for (int i = 0; i < parameters.size(); i++) {
            List<Object> own = parameters.get(i).loc();
            if (loc.size() >= own.size() && loc.subList(0, own.size()).equals(own)) {
                return i;
            }
            // all of a bean of parameters
            if (loc.size() == 1 && own.get(0).equals(loc.get(0)) && !"body".equals(loc.get(0))) {
                return i;
            }
        }
        return parameters.size();
    }

    /** Returns the location of a whole argument, also if CXF binds it. */
    List<Object> loc(int index) {
        return locs.get(index);
    }

    /** Returns the plan of an argument that is not bound from parameters. */
    Plan plan(int index) {
        return index == body ? bodyPlan() : CONTEXT;
    }

    private static List<Object> loc(Annotation[] annotations) {
        for (Annotation annotation : annotations) {
            for (Source source : Source.values()) {
                String name = source.nameIn(annotation);
                if (name != null) {
                    return List.of(source.step, name);
                }
            }
        }
        return Place.BODY.loc();
    }
}
