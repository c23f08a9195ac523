package io.sparklancedb.it;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Statements of Java with the imports that they need before them, compiled and run as they are. */
public record JavaSnippet(String code) {
  private static final String NAME = "Snippet";

  /**
   * @param folder for the class; empty
   */
  public void run(Path folder) throws ReflectiveOperationException, IOException {
    Path source = Files.writeString(folder.resolve(NAME + ".java"), source());
    StringWriter said = new StringWriter();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options = List.of("-proc:none", "-d", folder.toString(), "-cp", classPath());
    boolean compiled;
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      compiled =
          compiler
              .getTask(said, files, null, options, null, files.getJavaFileObjects(source))
              .call();
    }
    if (!compiled) {
      throw new IllegalStateException(said.toString());
    }
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      loader.loadClass(NAME).getMethod("run").invoke(null);
    }
  }

  private String source() {
    String imports = lines(true);
    return imports
        + "\npublic class Snippet {\n  public static void run() throws Exception {\n"
        + lines(false)
        + "\n  }\n}\n";
  }

  private String lines(boolean imports) {
    return code.lines()
        .filter(line -> line.startsWith("import ") == imports)
        .collect(Collectors.joining("\n"));
  }

  /** Surefire starts its JVM with a jar that only names the others. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
