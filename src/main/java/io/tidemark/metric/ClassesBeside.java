package io.tidemark.metric;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Finds the classes of a package by the end of their names, so that adding a file is enough. */
public final class ClassesBeside {

    private static final String FILE = ".class";

    private ClassesBeside() {}

    /**
     * How to make each class of a kind that stands beside the caller's and is not abstract; each needs a constructor
     * without parameters.
     *
     * @param caller whose package is searched, and whose rights are used
     * @param ending what the names end in (`Workload`)
     */
    public static <T> List<Supplier<T>> find(Lookup caller, String ending, Class<T> kind) {
        return files(caller.lookupClass(), ending + FILE).stream().<Class<?>>map(file -> load(caller, file))
                .filter(type -> kind.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers()))
                .map(type -> maker(caller, type, kind)).toList();
    }

    private static List<String> files(Class<?> beside, String ending) {
        URL here = Objects.requireNonNull(beside.getResource(beside.getSimpleName() + FILE));
        try {
            return here.openConnection() instanceof JarURLConnection jar
                    ? inJar(jar, ending)
                    : inDirectory(here, ending);
        } catch (IOException e) {
            throw new UncheckedIOException("the classes beside " + here + " cannot be listed", e);
        }
    }

    private static List<String> inJar(JarURLConnection connection, String ending) throws IOException {
        String name = connection.getEntryName();
        String folder = name.substring(0, name.lastIndexOf('/') + 1);
        return connection.getJarFile().stream().map(entry -> entry.getName()).filter(n -> n.startsWith(folder))
                .map(n -> n.substring(folder.length())).filter(n -> n.endsWith(ending)).toList();
    }

    private static List<String> inDirectory(URL here, String ending) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(URI.create(here.toString())).resolveSibling(""))) {
            return files.map(file -> file.getFileName().toString()).filter(n -> n.endsWith(ending)).toList();
        }
    }

    private static Class<?> load(Lookup caller, String file) {
        String name = caller.lookupClass().getPackageName() + "."
                + file.substring(0, file.length() - FILE.length());
        try {
            return caller.findClass(name);
        } catch (ClassNotFoundException | IllegalAccessException e) {
            throw new IllegalStateException("a class that is there cannot be loaded: " + name, e);
        }
    }

    private static <T> Supplier<T> maker(Lookup caller, Class<?> type, Class<T> kind) {
        try {
            MethodHandle constructor = caller.findConstructor(type, MethodType.methodType(void.class));
            return () -> kind.cast(make(type, constructor));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new IllegalStateException(type + " needs a constructor without parameters", e);
        }
    }

    private static Object make(Class<?> type, MethodHandle constructor) {
        try {
            return constructor.invoke();
        } catch (Throwable e) {
            throw new IllegalStateException("cannot make a " + type, e);
        }
    }
}
