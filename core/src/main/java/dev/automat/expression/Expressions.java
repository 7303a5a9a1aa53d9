package dev.automat.expression;

import dev.automat.expression.Template.Computed;
import dev.automat.expression.Template.Constant;
import dev.automat.expression.Template.Reference;
import dev.automat.expression.Template.Text;
import dev.automat.resource.NearestSpelling;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.extensions.CelStringExtensions.Function;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Compiles expressions against the variables that there are and no others. What CEL leaves
 * unlimited is limited here.
 */
public final class Expressions {

  /** The longest expression, in characters. */
  static final int MAX_LENGTH = 2000;

  private static final CelOptions LIMITS =
      CelOptions.current()
          .maxExpressionCodePointSize(MAX_LENGTH)
          .maxParseRecursionDepth(40)
          .enableHeterogeneousNumericComparisons(true)
          .comprehensionMaxIterations(1000)
          .maxRegexProgramSize(200)
          .build();

  private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)*");

  /** CEL lists every overload of an operator, which hides the one line that matters. */
  private static final Pattern CANDIDATES = Pattern.compile(" \\(candidates: .*\\)$");

  private static final Set<String> LITERALS = Set.of("true", "false", "null");

  /** For taking names apart. What grows text without a limit is not among them. */
  private static final CelStringExtensions TEXT =
      CelExtensions.strings(
          Function.CHAR_AT,
          Function.INDEX_OF,
          Function.LAST_INDEX_OF,
          Function.LOWER_ASCII,
          Function.SPLIT,
          Function.SUBSTRING);

  private final Map<String, CelType> variables;
  private final boolean takesTextApart;
  private Optional<CelCompiler> compiler = Optional.empty();

  /**
   * @param variables by full name, such as {@code inputs.storageGiB}
   */
  public Expressions(Map<String, CelType> variables) {
    this(variables, false);
  }

  private Expressions(Map<String, CelType> variables, boolean takesTextApart) {
    this.variables = Map.copyOf(variables);
    this.takesTextApart = takesTextApart;
  }

  /** With {@code split}, {@code substring}, {@code indexOf} and their like. */
  public static Expressions takingTextApart(Map<String, CelType> variables) {
    return new Expressions(variables, true);
  }

  /**
   * A text with {@code ${…}}.
   *
   * @throws ExpressionException with the reason, if an expression is wrong
   */
  public Template template(String text) {
    List<Template> parts = new ArrayList<>();
    for (TextParts.Part part : TextParts.of(text)) {
      parts.add(
          switch (part) {
            case TextParts.Literal literal -> new Constant(literal.text(), SimpleType.STRING);
            case TextParts.Code code -> expression(code.text());
          });
    }
    if (parts.isEmpty()) {
      return new Constant("", SimpleType.STRING);
    }
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    parts.forEach(part -> refuseInText(part.type()));
    return new Text(List.copyOf(parts));
  }

  /**
   * A bare expression.
   *
   * @throws ExpressionException with the reason, if it is wrong
   */
  public Template expression(String text) {
    String code = text.strip();
    if (NAME.matcher(code).matches() && !LITERALS.contains(code)) {
      CelType type = variables.get(code);
      if (type == null) {
        throw new ExpressionException(noVariable(code, code, 0));
      }
      return new Reference(code, type);
    }
    return new Computed(compile(code));
  }

  /** As {@link #expression}, and it must be true or false. */
  public Template condition(String text) {
    Template condition = expression(text);
    if (!condition.type().equals(SimpleType.BOOL) && !condition.type().equals(SimpleType.DYN)) {
      throw new ExpressionException(
          "must be true or false, and gives " + TypeWords.of(condition.type()));
    }
    return condition;
  }

  private Expression compile(String code) {
    if (code.length() > MAX_LENGTH) {
      throw new ExpressionException("is longer than " + MAX_LENGTH + " characters");
    }
    CelValidationResult result = compiler().compile(code);
    try {
      CelAbstractSyntaxTree tree = result.getAst();
      CelType type = TypeWords.checked(tree.getResultType());
      return new Expression(code, type, reads(tree), runtime().createProgram(tree));
    } catch (CelValidationException e) {
      throw new ExpressionException(explain(code, result), e);
    } catch (CelEvaluationException e) {
      throw new ExpressionException("can not be run: " + e.getMessage(), e);
    }
  }

  private SortedSet<String> reads(CelAbstractSyntaxTree tree) {
    return tree.getReferenceMap().values().stream()
        .map(CelReference::name)
        .filter(variables::containsKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private CelCompiler compiler() {
    CelCompiler made =
        compiler.orElseGet(
            () -> {
              CelCompilerBuilder builder =
                  CelCompilerFactory.standardCelCompilerBuilder()
                      .setOptions(LIMITS)
                      .setStandardMacros(CelStandardMacro.STANDARD_MACROS);
              variables.forEach(builder::addVar);
              if (takesTextApart) {
                builder.addLibraries(TEXT);
              }
              return builder.build();
            });
    compiler = Optional.of(made);
    return made;
  }

  private String explain(String code, CelValidationResult result) {
    Optional<CelIssue> first =
        result.getErrors().stream().min(Comparator.comparing(CelIssue::getSourceLocation));
    if (first.isEmpty()) {
      return "is no CEL: " + result.getErrorString();
    }
    CelIssue issue = first.get();
    int column = Math.max(0, issue.getSourceLocation().getColumn());
    boolean oneLine = code.indexOf('\n') < 0;
    if (oneLine && issue.getMessage().startsWith("undeclared reference")) {
      return nameAt(code, column)
          .map(name -> noVariable(name, code, code.indexOf(name)))
          .orElseGet(() -> issue.getMessage() + caret(code, column));
    }
    String message = CANDIDATES.matcher(issue.getMessage()).replaceAll("");
    return message + (oneLine ? caret(code, column) : " in ${" + code + "}");
  }

  /** CEL reports the first part of a dotted name, or the dot. */
  private Optional<String> nameAt(String code, int column) {
    Matcher names = NAME.matcher(code);
    while (names.find()) {
      boolean called = names.end() < code.length() && code.charAt(names.end()) == '(';
      if (names.start() <= column && column < names.end() && !called) {
        return variables.containsKey(names.group()) ? Optional.empty() : Optional.of(names.group());
      }
    }
    return Optional.empty();
  }

  private String noVariable(String name, String code, int column) {
    String fix =
        NearestSpelling.of(name, variables.keySet())
            .map(near -> "did you mean " + near + "?")
            .orElse("there is " + String.join(", ", new TreeSet<>(variables.keySet())));
    return "there is no " + name + ": " + fix + caret(code, column);
  }

  private static String caret(String code, int column) {
    return "\n | " + code + "\n | " + " ".repeat(column) + "^";
  }

  private static void refuseInText(CelType type) {
    if (!Set.of(SimpleType.STRING, SimpleType.INT, SimpleType.DOUBLE, SimpleType.BOOL)
        .contains(type)) {
      throw new ExpressionException(
          "an expression within text must give text, a number or true or false, and gives "
              + TypeWords.of(type));
    }
  }

  private CelRuntime runtime() {
    return takesTextApart ? TextRuntimeHolder.RUNTIME : RuntimeHolder.RUNTIME;
  }

  /** Made when the first expression needs it. */
  private static final class RuntimeHolder {
    static final CelRuntime RUNTIME =
        CelRuntimeFactory.plannerRuntimeBuilder().setOptions(LIMITS).build();
  }

  /** As the other. */
  private static final class TextRuntimeHolder {
    static final CelRuntime RUNTIME =
        CelRuntimeFactory.plannerRuntimeBuilder().setOptions(LIMITS).addLibraries(TEXT).build();
  }
}
