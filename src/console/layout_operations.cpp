// ui.layout.read|save|reset, and read_default|save_default|reset_default for a role.
#include <functional>

#include "console/layouts.hpp"
#include "console/operations.hpp"

namespace aksis::console {
namespace {

using operations::Call;
using operations::Kind;
using operations::object_schema;
using storage::Transaction;

constexpr const char* kManage = "ui.manage";
constexpr const char* kRole =
    R"("role": {"type": "string", "maxLength": 40, "description": "Id of the role"})";

// The console's grid has 12 columns; heights are rows of it.
constexpr const char* kWidgets = R"("widgets": {"type": "array", "maxItems": 40, "items": {
  "type": "object", "additionalProperties": false, "required": ["widget", "x", "y", "w", "h"],
  "properties": {
    "widget": {"type": "string", "maxLength": 80, "pattern": "^[a-z][a-z0-9_]*\\.[a-z][a-z0-9_]*$",
      "description": "MODULE.WIDGET; core.WIDGET of the console itself"},
    "key": {"type": "string", "maxLength": 40, "description": "Tells two of a kind apart"},
    "title": {"type": "string", "maxLength": 80},
    "x": {"type": "integer", "minimum": 0, "maximum": 11},
    "y": {"type": "integer", "minimum": 0, "maximum": 500},
    "w": {"type": "integer", "minimum": 1, "maximum": 12},
    "h": {"type": "integer", "minimum": 1, "maximum": 24},
    "options": {"type": "object", "additionalProperties": true}}}})";

std::string output() {
  return object_schema(R"("origin")",
                       R"("origin": {"type": "string", "enum": ["own", "role", "built_in"],
    "description": "built_in: without widgets; the console proposes some"},
    "role": {"type": "string", "description": "Whose layout it is, with origin role"},)" +
                           std::string(kWidgets));
}

// {"widgets": […]} of the input, as it is kept.
std::string kept(const Call& call) {
  json::Writer out;
  return out.object().member("widgets", *json::member(call.input(), "widgets")).end().text();
}

Status answer(Call& call, const Layout& layout) {
  json::Writer out;
  out.object().member("origin", layout.origin);
  if (!layout.role.empty()) out.member("role", layout.role);
  if (!layout.json.empty()) {
    AKSIS_ASSIGN(content, json::parse(layout.json));
    out.member("widgets", *json::member(content, "widgets"));
  }
  call.respond(out.end().text());
  call.etag = layout.origin + "-" + std::to_string(layout.version);
  return {};
}

// The version in a tag that answer() made of such a layout, or where none was saved yet; of another
// origin: none that fits.
std::string version_in(const Call& call, const std::string& origin) {
  const auto& tag = call.if_match;
  for (const auto& mark : {origin + "-", Layout().origin + "-"})
    if (tag.starts_with(mark)) return tag.substr(mark.size());
  return tag;
}

using Step = std::function<Result<Layout>(Transaction&)>;

Status reading(const Surroundings& around, Call& call, const Step& step) {
  return around.database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(layout, step(tx));
    return answer(call, layout);
  });
}

Status writing(const Surroundings& around, Call& call, const Step& step) {
  Layout made;
  AKSIS_TRY(around.database.write([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(layout, step(tx));
    made = std::move(layout);
    return {};
  }));
  return answer(call, made);
}

Status read_own(const Surroundings& around, Call& call) {
  AKSIS_ASSIGN(account, own_account(call));
  return reading(around, call, [&](Transaction& tx) { return layout_for(tx, account); });
}

Status save_own(const Surroundings& around, Call& call) {
  AKSIS_ASSIGN(account, own_account(call));
  return writing(around, call, [&](Transaction& tx) {
    return save_layout(tx, account, kept(call), version_in(call, "own"));
  });
}

Status reset_own(const Surroundings& around, Call& call) {
  AKSIS_ASSIGN(account, own_account(call));
  return writing(around, call, [&](Transaction& tx) -> Result<Layout> {
    AKSIS_TRY(reset_layout(tx, account));
    return layout_for(tx, account);
  });
}

Status save_default(const Surroundings& around, Call& call) {
  return writing(around, call, [&](Transaction& tx) {
    return save_role_layout(tx, json::text(call.input(), "role"), kept(call),
                            version_in(call, "role"), call.principal().id, around.clock.now());
  });
}

Status add_own(operations::Registry& registry, const Surroundings& around) {
  AKSIS_TRY(registry.add({
      .id = "ui.layout.read",
      .summary_fr = "La disposition de son tableau de bord",
      .summary_en = "The layout of one's dashboard",
      .method = "GET",
      .path = "/ui/layout",
      .input_schema = object_schema("", ""),
      .output_schema = output(),
      .handler = [around](Call& call) { return read_own(around, call); },
  }));
  AKSIS_TRY(registry.add({
      .id = "ui.layout.save",
      .kind = Kind::write,
      .summary_fr = "Enregistrer la disposition de son tableau de bord",
      .summary_en = "Save the layout of one's dashboard",
      .method = "PUT",
      .path = "/ui/layout",
      .upkeep = true,
      .input_schema = object_schema(R"("widgets")", kWidgets),
      .output_schema = output(),
      .handler = [around](Call& call) { return save_own(around, call); },
  }));
  return registry.add({
      .id = "ui.layout.reset",
      .kind = Kind::write,
      .summary_fr = "Revenir à la disposition de son rôle",
      .summary_en = "Go back to the layout of one's role",
      .method = "DELETE",
      .path = "/ui/layout",
      .upkeep = true,
      .input_schema = object_schema("", ""),
      .output_schema = output(),
      .handler = [around](Call& call) { return reset_own(around, call); },
  });
}

Status add_of_roles(operations::Registry& registry, const Surroundings& around) {
  AKSIS_TRY(registry.add({
      .id = "ui.layout.read_default",
      .summary_fr = "La disposition par laquelle un rôle commence",
      .summary_en = "The layout that a role begins with",
      .method = "GET",
      .path = "/ui/layout/roles/{role}",
      .permission = kManage,
      .input_schema = object_schema(R"("role")", kRole),
      .output_schema = output(),
      .handler =
          [around](Call& call) {
            return reading(around, call, [&](Transaction& tx) {
              return layout_of_role(tx, json::text(call.input(), "role"));
            });
          },
  }));
  AKSIS_TRY(registry.add({
      .id = "ui.layout.save_default",
      .kind = Kind::write,
      .summary_fr = "Enregistrer la disposition par laquelle un rôle commence",
      .summary_en = "Save the layout that a role begins with",
      .method = "PUT",
      .path = "/ui/layout/roles/{role}",
      .permission = kManage,
      .input_schema =
          object_schema(R"("role", "widgets")", std::string(kRole) + "," + std::string(kWidgets)),
      .output_schema = output(),
      .handler = [around](Call& call) { return save_default(around, call); },
  }));
  return registry.add({
      .id = "ui.layout.reset_default",
      .kind = Kind::write,
      .summary_fr = "Oublier la disposition par laquelle un rôle commence",
      .summary_en = "Forget the layout that a role begins with",
      .method = "DELETE",
      .path = "/ui/layout/roles/{role}",
      .permission = kManage,
      .input_schema = object_schema(R"("role")", kRole),
      .output_schema = output(),
      .handler =
          [around](Call& call) {
            return writing(around, call, [&](Transaction& tx) -> Result<Layout> {
              AKSIS_TRY(reset_role_layout(tx, json::text(call.input(), "role")));
              return Layout{};
            });
          },
  });
}

}  // namespace

Status offer_layouts(operations::Registry& registry, const Surroundings& around) {
  AKSIS_TRY(add_own(registry, around));
  return add_of_roles(registry, around);
}

}  // namespace aksis::console
