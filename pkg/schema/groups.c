/* groups.c -- the schema of a groups file.   SPDX-License-Identifier: Apache-2.0 */
#include "group/group.h"
#include "schema/schema.h"
#include "schema/write.h"

static const char head[] =
    "{\n"
    "  '$schema': 'https://json-schema.org/draft/2020-12/schema',\n"
    "  'title': 'Leadline groups file',\n"
    "  'description': 'Which field group gets which lead.',\n"
    "  'type': 'object',\n"
    "  'required': ['groups'],\n"
    "  'additionalProperties': false,\n"
    "  'properties': {\n"
    "    'groups': {\n"
    "      'description': 'The groups. A lead goes to each that covers and accepts it.',\n"
    "      'type': ['array', 'null'],\n";

static const char group[] =
    "      'items': {\n"
    "        'type': 'object',\n"
    "        'required': ['id'],\n"
    "        'additionalProperties': false,\n"
    "        'properties': {\n"
    "          'id': {\n"
    "            'description': 'Its name. No two groups have the same.',\n"
    "            'type': ['string', 'integer', 'number', 'boolean'],\n"
    "            'pattern': '^[A-Za-z0-9_.-]{1,128}$'\n"
    "          },\n"
    "          'title': {\n"
    "            'description': 'For people. Default: the id.', '$ref': '#/$defs/text'\n"
    "          },\n"
    "          'division': {'description': 'For people.', '$ref': '#/$defs/text'},\n"
    "          'covers': {\n"
    "            'description': 'Its area: true of any gun, trace or report of the evidence. "
    "Default: true.',\n"
    "            '$ref': '#/$defs/expression'\n"
    "          },\n"
    "          'accept': {\n"
    "            'description': 'Which leads of its area it wants. Default: true.',\n"
    "            '$ref': '#/$defs/expression'\n"
    "          },\n"
    "          'priority': {\n"
    "            'description': 'Names with conditions on the lead: the first that is true names "
    "the priority; normal if none is.',\n"
    "            'type': ['object', 'null'],\n"
    "            'propertyNames': {'minLength': 1},\n";

static const char tail[] =
    "            'additionalProperties': {'$ref': '#/$defs/expression'}\n"
    "          }\n"
    "        }\n"
    "      }\n"
    "    }\n"
    "  },\n"
    "  '$defs': {\n"
    "    'text': {'type': ['string', 'number', 'boolean', 'null']},\n"
    "    'expression': {'type': ['string', 'boolean'], 'pattern': '\\\\S', 'maxLength': 16384}\n"
    "  }\n"
    "}\n";

void ll_schema_write_groups(struct ll_buf *out)
{
    ll_schema_add(out, head);
    ll_buf_printf(out, "      \"maxItems\": %d,\n", LL_GROUPS_MAX);
    ll_schema_add(out, group);
    ll_buf_printf(out, "            \"maxProperties\": %d,\n", LL_GROUP_PRIORITIES_MAX);
    ll_schema_add(out, tail);
}
