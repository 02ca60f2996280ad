#include "app/command_line/exit_codes.hpp"
#include "app/command_line/member_options.hpp"
#include "app/command_line/plain_commands.hpp"
#include "app/command_line/report.hpp"
#include "app/command_line/run_operation.hpp"
#include "app/config/keys.hpp"
#include "base/read_bytes.hpp"

namespace aksis::app {
namespace {

const char* kind_name(operations::Kind kind) {
  return kind == operations::Kind::read    ? "read"
         : kind == operations::Kind::write ? "write"
                                           : "task";
}

int list(const Context& context) {
  json::Writer out;
  out.object().key("items").array();
  for (const auto& operation : context.catalogue->registry().all()) {
    out.object().member("operation", operation->id).member("kind", kind_name(operation->kind));
    if (operation->command) out.member("command", operation->command->words);
    if (!operation->method.empty())
      out.member("route", operation->method + " /api/v1" + operation->path);
    out.member("summary", say(context.language, operation->summary_fr, operation->summary_en));
    out.end();
  }
  show_answer("call", out.end().end().text(), context.globals.json, context.language);
  return kDone;
}

int call(const Context& context, const std::string& id, std::string input) {
  if (id.empty()) return list(context);
  const auto& registry = context.catalogue->registry();
  const auto* operation = registry.find(id);
  if (!operation) {
    std::vector<std::string> ids;
    for (const auto& each : registry.all()) ids.push_back(each->id);
    const auto meant = nearest(id, ids);
    report(
        meant.empty()
            ? said(Code::not_found, "No operation is called " + id + "; `aksis call` lists them.",
                   "Aucune opération ne s’appelle " + id + " ; `aksis call` les liste.")
            : said(Code::not_found,
                   "No operation is called " + id + "; did you mean " + meant + "?",
                   "Aucune opération ne s’appelle " + id + " ; vouliez-vous dire " + meant + " ?"),
        context);
    return kAbsent;
  }
  if (input == "-") {
    auto read = read_standard_input(kInputBytesMax);
    if (!read.ok()) return run_operation(context, *operation, std::move(read).error(), false);
    input = std::move(*read);
  }
  return run_operation(context, *operation, json::parse(input.empty() ? "{}" : input), false);
}

}  // namespace

void add_call(CommandTree& tree, const Context& context) {
  struct Options {
    std::string operation, input;
  };
  const auto options = std::make_shared<Options>();
  auto& command = tree.add(
      "call", "Appelle une opération par son nom, ou les liste toutes",
      "Calls an operation by its name, or lists them all",
      [&context, options] { return call(context, options->operation, std::move(options->input)); });
  command.add_option("operation", options->operation,
                     context.text("Par exemple people.list", "For example people.list"));
  command.add_option("input", options->input,
                     context.text("L’entrée en JSON ; - : entrée standard",
                                  "The input as JSON; -: standard input"));
}

}  // namespace aksis::app
