/* explain.c -- what libyaml found, said to the writer of the file.
 * SPDX-License-Identifier: Apache-2.0 */
#include "yaml/mark.h"

/* Which of libyaml's two places the fault is at, and what the other one shows. */
enum aim { AT_PROBLEM, AT_CONTEXT, AT_PROBLEM_SINCE_CONTEXT };

struct finding {
    const char *problem; /* libyaml's words; NULL: any */
    const char *context; /* and those of what it was doing; NULL: any */
    enum aim aim;
    const char *message;
};

static const char tabs[] = "a tab cannot indent; use spaces";
static const char percent[] = "a line cannot start with '%'; put the value in quotes";

static const struct finding findings[] = {
    {"found character that cannot start any token", NULL, AT_PROBLEM,
     "this character cannot start a value; put the value in quotes"},
    {"found a tab character where an indentation space is expected", NULL, AT_PROBLEM, tabs},
    {"found a tab character that violates indentation", NULL, AT_PROBLEM, tabs},
    {"mapping values are not allowed in this context", NULL, AT_PROBLEM,
     "a ':' cannot stand here; put a value that holds one in quotes, or mend the "
     "indentation or the line before"},
    {"mapping keys are not allowed in this context", NULL, AT_PROBLEM,
     "a '?' cannot stand here; put a value that starts with one in quotes"},
    {"block sequence entries are not allowed in this context", NULL, AT_PROBLEM,
     "a list item cannot start here; put it on a line of its own"},
    {"could not find expected ':'", NULL, AT_CONTEXT,
     "a ':' is missing after this key, or a blank after the '-' of a list item"},
    {"did not find expected key", "while parsing a block mapping", AT_PROBLEM_SINCE_CONTEXT,
     "a key is expected here; mend the indentation, or put the value before it in quotes "
     "(within quotes, the other kind)"},
    {"did not find expected '-' indicator", NULL, AT_PROBLEM_SINCE_CONTEXT,
     "a list item '- ' is expected here; mend the indentation"},
    {"did not find expected ',' or ']'", NULL, AT_PROBLEM_SINCE_CONTEXT,
     "a ',' or the list's ']' is missing before this"},
    {"did not find expected ',' or '}'", NULL, AT_PROBLEM_SINCE_CONTEXT,
     "a ',' or the mapping's '}' is missing before this"},
    {"did not find expected node content", NULL, AT_PROBLEM,
     "a value is expected here; put one that starts so in quotes"},
    {"found unexpected end of stream", "while scanning a quoted scalar", AT_CONTEXT,
     "the quote opened here is never closed; close it"},
    {"found unexpected document indicator", NULL, AT_CONTEXT,
     "the quote opened here is not closed before the document ends; close it"},
    {"found unknown escape character", NULL, AT_PROBLEM,
     "unknown escape in double quotes; write '\\\\' for a backslash, or use single quotes"},
    {"did not find expected hexdecimal number", NULL, AT_PROBLEM,
     "this escape needs hexadecimal digits; write '\\\\' for a backslash"},
    {"found invalid Unicode character escape code", NULL, AT_PROBLEM,
     "this escape names no character; give a valid code"},
    {"did not find expected comment or line break", "while scanning a block scalar", AT_PROBLEM,
     "the text of a '|' or '>' starts on the next line; move it there"},
    {"found an indentation indicator equal to 0", NULL, AT_PROBLEM,
     "a block's indentation is 1 to 9; leave the number out"},
    {"did not find expected <document start>", NULL, AT_PROBLEM,
     "this is outside the document; mend the indentation or the brackets"},
    {"did not find expected alphabetic or numeric character", "while scanning an alias", AT_CONTEXT,
     "a value cannot start with '*'; put it in quotes"},
    {"did not find expected alphabetic or numeric character", "while scanning an anchor",
     AT_CONTEXT, "a value cannot start with '&'; put it in quotes"},
    {"found unexpected ':'", NULL, AT_PROBLEM,
     "a ':' inside a value in brackets; put the value in quotes"},
    {NULL, "while parsing a node", AT_PROBLEM, "tags '!' are not supported; remove it"},
    {NULL, "while parsing a tag", AT_CONTEXT, "tags '!' are not supported; remove it"},
    {NULL, "while scanning a tag", AT_CONTEXT, "tags '!' are not supported; remove it"},
    {NULL, "while scanning a directive", AT_CONTEXT, percent},
    {NULL, "while scanning a %YAML directive", AT_CONTEXT, percent},
    {NULL, "while scanning a %TAG directive", AT_CONTEXT, percent},
};

static const struct finding *find(const yaml_parser_t *parser)
{
    for (size_t i = 0; i < sizeof findings / sizeof findings[0]; i++) {
        const struct finding *f = &findings[i];
        if (f->problem && strcmp(f->problem, parser->problem) != 0)
            continue;
        if (!f->context || (parser->context && strcmp(f->context, parser->context) == 0))
            return f;
    }
    return NULL;
}

static struct ll_pos place(const struct ll_source *source, yaml_mark_t mark)
{
    struct ll_yaml_walk walk;
    ll_yaml_walk_init(&walk, source);
    ll_yaml_walk_to_index(&walk, mark.index);
    return ll_yaml_walk_pos(&walk, 1);
}

/* The byte at a place; 0 at the end of the text. */
static char byte_at(struct ll_pos at)
{
    ll_str text = at.source->text;
    size_t offset = 0;
    for (uint32_t line = 1; line < at.line; line++) {
        const char *end = memchr(text.ptr + offset, '\n', text.len - offset);
        if (!end)
            return 0;
        offset = (size_t)(end - text.ptr) + 1;
    }
    offset += at.col - 1;
    return offset < text.len ? text.ptr[offset] : 0;
}

static enum ll_status explain_reader(const yaml_parser_t *parser, const struct ll_source *source,
                                     struct ll_error *err)
{
    struct ll_yaml_walk walk;
    ll_yaml_walk_init(&walk, source);
    ll_yaml_walk_to_offset(&walk, walk.base + parser->problem_offset);
    struct ll_pos at = ll_yaml_walk_pos(&walk, 1);
    if (strcmp(parser->problem, "control characters are not allowed") == 0)
        return ll_fail_at(err, LL_ERR_SYNTAX, at,
                          "control character U+%04X in the text; remove it, or escape it in "
                          "double quotes",
                          (unsigned)parser->problem_value);
    return ll_fail_at(err, LL_ERR_SYNTAX, at, "the text is not UTF-8; save the file as UTF-8");
}

static enum ll_status explain_finding(const yaml_parser_t *parser, const struct ll_source *source,
                                      struct ll_error *err)
{
    struct ll_pos at = place(source, parser->problem_mark);
    const struct finding *f = find(parser);
    if (!f)
        return ll_fail_at(err, LL_ERR_SYNTAX, at, "not YAML: %s%s%s", parser->problem,
                          parser->context ? " " : "", parser->context ? parser->context : "");
    if (byte_at(at) == '\t')
        return ll_fail_at(err, LL_ERR_SYNTAX, at, "%s", tabs);
    if (f->aim == AT_CONTEXT)
        at = place(source, parser->context_mark);
    enum ll_status status = ll_fail_at(err, LL_ERR_SYNTAX, at, "%s", f->message);
    if (err && f->aim == AT_PROBLEM_SINCE_CONTEXT) {
        err->other = place(source, parser->context_mark);
        memcpy(err->other_note, "begun here", sizeof "begun here");
    }
    return status;
}

enum ll_status ll_yaml_explain(const yaml_parser_t *parser, const struct ll_source *source,
                               struct ll_error *err)
{
    switch (parser->error) {
    case YAML_READER_ERROR:
        return explain_reader(parser, source, err);
    case YAML_SCANNER_ERROR:
    case YAML_PARSER_ERROR:
        return explain_finding(parser, source, err);
    case YAML_NO_ERROR:
    case YAML_MEMORY_ERROR:
    case YAML_COMPOSER_ERROR:
    case YAML_WRITER_ERROR:
    case YAML_EMITTER_ERROR:
        break;
    }
    return ll_fail(err, LL_ERR_NOMEM, "out of memory");
}
