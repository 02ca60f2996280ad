#include "app/command_line/member_options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>

#include "app/command_line/person_reference.hpp"
#include "app/command_line/words.hpp"
#include "base/read_bytes.hpp"
#include "operations/coerce.hpp"

namespace aksis::app {
namespace {

bool is_type(const json::Value& schema, std::string_view type) {
  const auto* declared = json::member(schema, "type");
  if (!declared) return false;
  if (declared->IsString()) return json::text(*declared) == type;
  return declared->IsArray() &&
         std::any_of(declared->Begin(), declared->End(),
                     [&](const auto& one) { return one.IsString() && json::text(one) == type; });
}

// Whether a text on the command line is JSON: objects, lists of objects, and what has no type.
bool wants_json(const json::Value& schema) {
  if (is_type(schema, "object") || json::member(schema, "oneOf") || json::member(schema, "anyOf"))
    return true;
  const auto* items = json::member(schema, "items");
  return is_type(schema, "array") && (!items || wants_json(*items) || is_type(*items, "array"));
}

// Schemas have no format for paths; a member of such a name is one everywhere in aksis.
bool names_path(const std::string& member) {
  for (const std::string_view name : {"path", "folder", "file"})
    if (member == name || member.ends_with("_" + std::string(name))) return true;
  return false;
}

const char* type_name(const json::Value& schema) {
  if (wants_json(schema)) return "JSON";
  const auto* items = json::member(schema, "items");
  const auto& one = items ? *items : schema;
  if (is_type(one, "integer")) return "INT";
  return is_type(one, "number") ? "NUMBER" : "TEXT";
}

std::string upper(std::string_view name) {
  std::string out(name);
  for (char& c : out) c = c == '_' ? '-' : static_cast<char>(std::toupper(c));
  return out;
}

std::string description(const json::Value& schema, std::string about, Language language,
                        bool required) {
  std::string out = about.empty() ? std::string(json::text(schema, "description")) : about;
  const auto note = [&](const std::string& text) {
    out += (out.empty() ? "(" : " (") + text + ")";
  };
  if (required) note(std::string(say(language, "obligatoire", "required")));
  const auto* otherwise = json::member(schema, "default");
  const bool shown = otherwise && !(otherwise->IsBool() && !otherwise->GetBool()) &&
                     !(otherwise->IsString() && otherwise->GetStringLength() == 0);
  if (shown)
    note(fmt::format(
        "{} {}", say(language, "par défaut", "default"),
        otherwise->IsString() ? std::string(json::text(*otherwise)) : json::dump(*otherwise)));
  return out;
}

// The texts an enum allows, as they are written on a command line.
std::vector<std::string> choices(const json::Value& schema) {
  std::vector<std::string> out;
  const auto* items = json::member(schema, "items");
  const auto* allowed = json::member(items ? *items : schema, "enum");
  if (!allowed || !allowed->IsArray()) return out;
  for (const auto& value : allowed->GetArray())
    if (!value.IsNull())
      out.push_back(value.IsString() ? std::string(json::text(value)) : json::dump(value));
  return out;
}

}  // namespace

std::string option_name(std::string_view member) {
  std::string out = "--" + std::string(member);
  std::replace(out.begin(), out.end(), '_', '-');
  return out;
}

std::string place_on_line(std::string_view pointer, const operations::Operation& operation) {
  if (!pointer.starts_with('/')) return std::string(pointer);
  const size_t end = std::min(pointer.find('/', 1), pointer.size());
  const auto member = pointer.substr(1, end - 1);
  const auto& arguments = operation.command->arguments;
  const bool argument = std::find(arguments.begin(), arguments.end(), member) != arguments.end();
  return (argument ? upper(member) : option_name(member)) + std::string(pointer.substr(end));
}

MemberOptions::MemberOptions(CLI::App& command, const operations::Operation& operation,
                             const operations::Schema& schema, const Words& words,
                             Language language)
    : operation_(operation), schema_(schema), language_(language) {
  const auto* properties = json::member(schema.source(), "properties");
  const auto& arguments = operation.command->arguments;
  const auto add = [&](const std::string& name, const json::Value& declared) -> Member& {
    members_.push_back(std::make_unique<Member>());
    auto& member = *members_.back();
    member.name = name;
    member.about = words.help(operation.command->words, name);
    if (member.about.empty() && !json::member(declared, "description"))
      member.about = words.member(name);
    member.schema = &declared;
    member.path = is_type(declared, "string") &&
                  (names_path(name) || (operation.upload && operation.upload->field == name));
    return member;
  };
  for (const auto& name : arguments)
    add_argument(command, add(name, *json::member(*properties, name)),
                 schema.requires_property(name));
  if (!properties) return;
  for (const auto& property : properties->GetObject()) {
    const std::string name(json::text(property.name));
    if (std::find(arguments.begin(), arguments.end(), name) == arguments.end())
      add_option(command, add(name, property.value), schema.requires_property(name));
  }
  if (!properties->ObjectEmpty())
    command
        .add_option(
            "--input", whole_,
            std::string(say(language, "Toute l’entrée : JSON, @FICHIER ou - (entrée standard)",
                            "The whole input: JSON, @FILE or - (standard input)")))
        ->type_name("JSON");
}

void MemberOptions::add_argument(CLI::App& command, Member& member, bool required) {
  member.option = upper(member.name);
  auto* option = command.add_option(member.name, member.texts,
                                    description(*member.schema, member.about, language_, false));
  option->type_name(type_name(*member.schema));
  if (is_type(*member.schema, "array"))
    option->expected(required ? 1 : 0, 1 << 16);
  else  // a text collects into a list too, and would take its neighbour's place
    option->expected(1)->allow_extra_args(false);
  if (required) option->required();
  if (const auto allowed = choices(*member.schema); !allowed.empty())
    option->check(CLI::IsMember(allowed));
}

void MemberOptions::add_option(CLI::App& command, Member& member, bool required) {
  member.option = option_name(member.name);
  // Those that every command has stay what they are; the member is reached by --input.
  if (command.get_parent()) {
    const CLI::App* root = &command;
    while (root->get_parent()) root = root->get_parent();
    if (root->get_option_no_throw(member.option)) return;
  }
  const auto about = description(*member.schema, member.about, language_, required);
  if (is_type(*member.schema, "boolean")) {
    const auto negative = "--no-" + member.option.substr(2) + "{false}";
    const bool usually = json::boolean(*member.schema, "default");
    command.add_flag(member.option + "{true}" + (usually ? "," + negative : ""), member.texts,
                     about);
    return;
  }
  auto* option = command.add_option(member.option, member.texts, about);
  option->type_name(type_name(*member.schema))->allow_extra_args(false);
  if (!is_type(*member.schema, "array")) option->expected(1);
  if (const auto allowed = choices(*member.schema); !allowed.empty())
    option->check(CLI::IsMember(allowed));
}

Result<json::Document> MemberOptions::whole() const {
  if (whole_.empty()) {
    json::Document empty;
    empty.SetObject();
    return empty;
  }
  std::string text = whole_;
  if (whole_ == "-" || whole_.front() == '@') {
    auto read = whole_ == "-" ? read_standard_input(kInputBytesMax)
                              : read_bytes(whole_.substr(1), kInputBytesMax);
    if (!read.ok()) return prefixed("--input", std::move(read).error(), "--input");
    text = std::move(*read);
  }
  auto parsed = json::parse(text);
  if (!parsed.ok()) return prefixed("--input", parsed.error(), "--input");
  if (!parsed->IsObject())
    return said(Code::invalid, "--input: a JSON object is wanted.",
                "--input : un objet JSON est attendu.");
  return parsed;
}

Status MemberOptions::set(json::Document& input, const Member& member) const {
  if (!wants_json(*member.schema)) {
    auto texts = member.texts;
    if (member.path)
      for (auto& text : texts)
        if (!text.empty() && text.find("://") == text.npos)
          text = std::filesystem::absolute(text).lexically_normal().string();
    operations::set_from_text(input, schema_, member.name, texts);
    return {};
  }
  auto& allocator = input.GetAllocator();
  json::Value value;
  if (is_type(*member.schema, "array")) value.SetArray();
  for (const auto& text : member.texts) {
    AKSIS_ASSIGN(parsed, json::parse(text));
    json::Value copy(parsed, allocator);
    if (!value.IsArray())
      value = copy;
    else if (!copy.IsArray())
      value.PushBack(copy, allocator);
    else
      for (auto& item : copy.GetArray()) value.PushBack(item, allocator);
  }
  json::Value key(member.name, allocator);
  input.RemoveMember(key);
  input.AddMember(key, value, allocator);
  return {};
}

Result<json::Document> MemberOptions::input() const {
  AKSIS_ASSIGN(input, whole());
  for (const auto& member : members_) {
    if (member->texts.empty()) continue;
    if (auto status = set(input, *member); !status.ok())
      return prefixed(member->option, status.error(), member->option);
  }
  auto wrong = schema_.check(input);
  // A reference stands there until a backend tells whose it is.
  if (names_person(input))
    std::erase_if(wrong, [](const auto& detail) { return detail.pointer == "/person"; });
  if (wrong.empty()) return input;
  for (auto& detail : wrong) detail.pointer = place_on_line(detail.pointer, operation_);
  return in_language({Code::invalid, "The command is refused; `--help` says what it takes.",
                      std::move(wrong), "La commande est refusée ; `--help` dit ce qu’elle prend."},
                     tag(language_));
}

}  // namespace aksis::app
