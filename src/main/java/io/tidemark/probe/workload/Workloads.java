package io.tidemark.probe.workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Finds the workloads by looking at the classes beside this one, so that adding a file is enough. */
public final class Workloads {

    private static final String ENDING = "Workload.class";

    private Workloads() {}

    /** How to make each workload, by its name. */
    public static SortedMap<String, Supplier<Workload<?>>> all() {
        SortedMap<String, Supplier<Workload<?>>> found = new TreeMap<>();
        for (String file : files()) {
            Class<?> type = load(file);
            if (Workload.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
                Supplier<Workload<?>> maker = maker(type);
                found.put(maker.get().traits().name(), maker);
            }
        }
        return found;
    }

    private static List<String> files() {
        URL here = Objects.requireNonNull(Workloads.class.getResource("Workloads.class"));
        try {
            return here.openConnection() instanceof JarURLConnection jar ? inJar(jar) : inDirectory(here);
        } catch (IOException e) {
            throw new UncheckedIOException("the workloads cannot be listed at " + here, e);
        }
    }

    private static List<String> inJar(JarURLConnection connection) throws IOException {
        String name = connection.getEntryName();
        String folder = name.substring(0, name.lastIndexOf('/') + 1);
        return connection.getJarFile().stream().map(entry -> entry.getName()).filter(n -> n.startsWith(folder))
                .map(n -> n.substring(folder.length())).filter(n -> n.endsWith(ENDING)).toList();
    }

    private static List<String> inDirectory(URL here) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(URI.create(here.toString())).resolveSibling(""))) {
            return files.map(file -> file.getFileName().toString()).filter(n -> n.endsWith(ENDING)).toList();
        }
    }

    private static Class<?> load(String file) {
        String name = Workloads.class.getPackageName() + "." + file.substring(0, file.length() - ".class".length());
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("a workload that is there cannot be loaded: " + name, e);
        }
    }

    private static Supplier<Workload<?>> maker(Class<?> type) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            return () -> make(constructor);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " needs a constructor without parameters", e);
        }
    }

    private static Workload<?> make(Constructor<?> constructor) {
        try {
            return (Workload<?>) constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + constructor.getDeclaringClass(), e);
        }
    }
}
