#include "storage/dialect.hpp"

#include <algorithm>
#include <map>

#include "storage/sql_tokens.hpp"

namespace aksis::storage {
namespace {

using Reasons = std::map<std::string_view, std::string_view>;

constexpr std::string_view kTime = "times are BIGINT microseconds made by the application";
constexpr std::string_view kType = "use BIGINT, TEXT, DOUBLE PRECISION or BLOB";
constexpr std::string_view kOpaque = "JSON is opaque TEXT: give what you filter on a column";
constexpr std::string_view kIds = "ids are made by the application";
constexpr std::string_view kHost = "transactions and settings belong to the host";
constexpr std::string_view kJoinText = "join the rows in the application";
constexpr std::string_view kBlobText = "bind bytes as a parameter";
constexpr std::string_view kNumbers =
    "results differ between engines: scaled BIGINT, or compute in the application";

// Banned wherever they stand.
const Reasons& banned_words() {
  static const Reasons words = {
      {"current_timestamp", kTime},
      {"current_date", kTime},
      {"current_time", kTime},
      {"autoincrement", kIds},
      {"rowid", kIds},
      {"oid", kIds},
      {"_rowid_", kIds},
      {"glob", "use LIKE on a folded column"},
      {"regexp", "match in the application"},
      {"ilike", "use LIKE on a folded column"},
      {"deferrable", "constraints hold at each statement"},
      {"collate", "sort keys are folded by the application"},
      {"isnull", "write IS NULL"},
      {"notnull", "write IS NOT NULL"},
  };
  return words;
}

// Banned as the first word of a statement.
const Reasons& banned_statements() {
  static const Reasons statements = {
      {"pragma", kHost},    {"attach", kHost},  {"detach", kHost},   {"vacuum", kHost},
      {"begin", kHost},     {"commit", kHost},  {"rollback", kHost}, {"end", kHost},
      {"savepoint", kHost}, {"release", kHost}, {"analyze", kHost},  {"reindex", kHost},
      {"explain", kHost},   {"start", kHost},
  };
  return statements;
}

// Banned as the type of a column or of a CAST.
const Reasons& banned_types() {
  static const Reasons types = {
      {"integer", kType},   {"int", kType},         {"smallint", kType}, {"tinyint", kType},
      {"serial", kType},    {"bigserial", kType},   {"real", kType},     {"float", kType},
      {"numeric", kType},   {"decimal", kType},     {"varchar", kType},  {"char", kType},
      {"boolean", kType},   {"bool", kType},        {"bytea", kType},    {"jsonb", kOpaque},
      {"timestamp", kTime}, {"timestamptz", kTime}, {"datetime", kTime}, {"interval", kTime},
      {"any", kType},       {"json", kOpaque},
  };
  return types;
}

// Banned as functions: the word and an opening parenthesis.
const Reasons& banned_functions() {
  static const Reasons functions = {
      {"now", kTime},
      {"date", kTime},
      {"time", kTime},
      {"datetime", kTime},
      {"julianday", kTime},
      {"unixepoch", kTime},
      {"strftime", kTime},
      {"extract", kTime},
      {"group_concat", kJoinText},
      {"string_agg", kJoinText},
      {"concat", "write ||"},
      {"greatest", "write CASE"},
      {"least", "write CASE"},
      {"iif", "write CASE"},
      {"ifnull", "write COALESCE"},
      {"nvl", "write COALESCE"},
      {"instr", "use LIKE"},
      {"strpos", "use LIKE"},
      {"hex", kBlobText},
      {"unhex", kBlobText},
      {"zeroblob", kBlobText},
      {"randomblob", kBlobText},
      {"encode", kBlobText},
      {"decode", kBlobText},
      {"printf", "format in the application"},
      {"format", "format in the application"},
      {"quote", "format in the application"},
      {"random", "draw in the application"},
      {"typeof", "columns have one type"},
      {"last_insert_rowid", kIds},
      {"changes", "execute() answers the rows changed"},
      {"total_changes", "execute() answers the rows changed"},
      {"avg", kNumbers},
      {"round", kNumbers},
      {"total", kNumbers},
      {"load_extension", kHost},
  };
  return functions;
}

class Linter {
 public:
  explicit Linter(std::string_view sql) : tokens_(sql_tokens(sql)) {}

  std::vector<DialectFinding> run() {
    for (at_ = 0; at_ < tokens_.size(); ++at_) {
      parentheses();
      words();
      calls();
      symbols_and_parameters();
      phrases();
      if (tokens_[at_].is(";")) start_ = at_ + 1;
    }
    return std::move(findings_);
  }

 private:
  static const Token& none() {
    static const Token token{TokenKind::symbol, "", 0, 0};
    return token;
  }
  const Token& token(int ahead = 0) const {
    const auto i = static_cast<long>(at_) + ahead;
    return i >= 0 && i < static_cast<long>(tokens_.size()) ? tokens_[static_cast<size_t>(i)]
                                                           : none();
  }
  bool phrase(std::initializer_list<std::string_view> words) const {
    int ahead = 0;
    return std::all_of(words.begin(), words.end(),
                       [&](std::string_view word) { return token(ahead++).is(word); });
  }
  void report(std::string_view reason) { report(token().text, reason); }
  void report(std::string_view found, std::string_view reason) {
    findings_.push_back({token().line, std::string(found), std::string(reason)});
  }

  // Keeps the word before each open parenthesis: what a comma or a sum() stands in.
  void parentheses() {
    if (token().is("("))
      open_.push_back(token(-1).kind == TokenKind::word ? token(-1).name() : std::string());
    if (token().is(")") && !open_.empty()) open_.pop_back();
    if (token().is(",") && !open_.empty() && (open_.back() == "max" || open_.back() == "min"))
      report(open_.back() + "(a, b)", "write CASE: of two values only one engine knows it");
  }
  void words() {
    if (token().kind == TokenKind::quoted) report("names are lower_snake without quotes");
    if (token().kind == TokenKind::text && token().text.front() != '\'') report(kBlobText);
    if (token().kind != TokenKind::word) return;
    const std::string name = token().name();
    const auto word = banned_words().find(name);
    if (word != banned_words().end()) report(word->second);
    if (at_ == start_ && banned_statements().count(name)) report(banned_statements().at(name));
    if (name.rfind("pragma_", 0) == 0) report(kHost);
    if (token(-1).is(".")) return;
    const auto type = banned_types().find(name);
    if (type != banned_types().end() && stands_as_type()) report(type->second);
  }
  bool stands_as_type() const {
    if (token(-1).is("as")) return !open_.empty() && open_.back() == "cast";
    const bool defines = statement_is("create") || statement_is("alter");
    return defines && token(-1).kind == TokenKind::word && !token(-1).is("by");
  }
  void calls() {
    if (token().kind != TokenKind::word || !token(1).is("(")) return;
    const std::string name = token().name();
    const auto function = banned_functions().find(name);
    if (function != banned_functions().end()) report(function->second);
    if (name.rfind("json", 0) == 0 || name.rfind("to_json", 0) == 0) report(kOpaque);
    if (name == "sum" && std::find(open_.begin(), open_.end(), "cast") == open_.end())
      report("sum of BIGINT is numeric in PostgreSQL: write CAST(sum(x) AS BIGINT)");
  }
  void symbols_and_parameters() {
    const Token& here = token();
    if (here.is("->") || here.is("->>")) report(kOpaque);
    if (here.is("::")) report("write CAST(x AS TYPE)");
    if (here.is("==")) report("write =");
    if (here.kind != TokenKind::parameter) return;
    const bool numbered = here.text.size() > 1 && here.text[0] == '$' &&
                          here.text.find_first_not_of("0123456789", 1) == std::string_view::npos;
    if (!numbered || here.text[1] == '0') report("parameters are $1 … $n");
    if (token(1).is("is") && !token(2).is("distinct"))
      report(std::string(here.text) + " IS",
             "write CAST(" + std::string(here.text) +
                 " AS TEXT) IS NULL: the engine must know its type");
  }
  void phrases() {
    static constexpr std::string_view kUpsert = "write ON CONFLICT … DO";
    if (phrase({"replace", "into"})) report("REPLACE INTO", kUpsert);
    if (phrase({"insert", "or"}) || phrase({"update", "or"})) report("OR", kUpsert);
    if (phrase({"is", "not"}) && !token(2).is("null") && !token(2).is("distinct"))
      report("IS NOT", "write IS DISTINCT FROM");
    if (token().is("is") && !token(1).is("not") && !token(1).is("null") && !token(1).is("distinct"))
      report("IS", "write = or IS NOT DISTINCT FROM");
    if (phrase({"in", "(", ")"})) report("IN ()", "an empty list is no SQL");
    if (phrase({"limit", "-"}) || phrase({"limit", "null"}))
      report("LIMIT", "leave it out, or give a number");
    if (token().is("limit") && token(2).is(",")) report("LIMIT a, b", "write LIMIT b OFFSET a");
    if (phrase({"for", "update"})) report("FOR UPDATE", "the writer is alone already");
    if (token().is("using") && statement_is("delete"))
      report("DELETE USING", "write WHERE … IN (SELECT …)");
    if (phrase({"alter", "column"}) || phrase({"set", "data", "type"}))
      report("ALTER COLUMN", "add a column, fill it, drop the old one");
    if (phrase({"any", "("})) report("ANY", "write IN ($1, $2)");
    if (statement_is("create") && token(-1).is("as") && at_ >= start_ + 2 &&
        tokens_[start_ + 1].is("table") && token().is("select"))
      report("CREATE TABLE AS", "write the columns, then INSERT … SELECT");
    engine_phrases();
  }
  void engine_phrases() {
    struct Phrase {
      std::string_view first, second, reason;
    };
    static constexpr Phrase kPhrases[] = {
        {"without", "rowid", "the engine's words are added by the host"},
        {")", "strict", "the engine's words are added by the host"},
        {"create", "temp", "no temporary objects"},
        {"create", "temporary", "no temporary objects"},
        {"create", "trigger", "write the effect in the application"},
        {"create", "virtual", "virtual tables are SQLite's alone"},
        {"create", "schema", "there is one schema"},
        {"generated", "always", "compute the column in the application"},
        {"indexed", "by", "engines choose their indexes"},
        {"not", "indexed", "engines choose their indexes"},
        {"array", "[", "bind one parameter each"},
    };
    for (const Phrase& banned : kPhrases) {
      if (!phrase({banned.first, banned.second})) continue;
      report(std::string(banned.first) + " " + std::string(banned.second), banned.reason);
    }
    const bool operand = token(1).kind == TokenKind::text || token(1).kind == TokenKind::parameter;
    if (token().is("match") && operand) report("MATCH", "search by token rows");
  }
  bool statement_is(std::string_view word) const {
    return start_ < tokens_.size() && tokens_[start_].is(word);
  }

  std::vector<Token> tokens_;
  size_t at_ = 0;
  size_t start_ = 0;               // first token of this statement
  std::vector<std::string> open_;  // words before the parentheses now open
  std::vector<DialectFinding> findings_;
};

}  // namespace

std::vector<DialectFinding> lint_sql(std::string_view sql) {
  return Linter(sql).run();
}

}  // namespace aksis::storage
